"""What runs in the cluster: hubs with their storage and users, tools with the ingress, a load balancer each way."""

from typing import Any

from .helm import release, released

Object = dict[str, Any]

TOOLS = "cluster-tools"
#: The claim of a hub that holds people's work; its volume outlives it.
DATA = "home-nfs"
_IMAGE = "registry.k8s.io/pause:3.10"


def classes() -> list[Object]:
    """Storage classes: volumes that go with their claim, and volumes that stay."""
    return [_class("gp3", "Delete"), _class("gp3-retain", "Retain")]


def tools() -> list[Object]:
    """The ingress with its load balancer, and AWS's load balancer controller."""
    balanced = _service("master-ingress-nginx-ingress", TOOLS, {"app": "ingress"}, "LoadBalancer", 443)
    ingress = [_deployment("master-ingress", TOOLS, {"app": "ingress"}), balanced]
    labels = {"app.kubernetes.io/name": "aws-load-balancer-controller"}
    controller = _deployment("aws-load-balancer-controller", "kube-system", labels)
    return [
        *_installed("master-ingress", TOOLS, "nginx-ingress", ingress),
        *_installed("aws-load-balancer-controller", "kube-system", "aws-load-balancer-controller", [controller]),
    ]


def hub(namespace: str, users: tuple[str, ...], public: bool) -> list[Object]:
    """A hub, its storage, and the claims of its users; the first of them works in it."""
    app = {"app": "jupyterhub", "component": "hub", "release": namespace}
    parts = [
        _claim("hub-db-dir", namespace, "1Gi", "gp3"),
        _deployment("hub", namespace, app, "hub-db-dir"),
        _service("hub", namespace, app, "ClusterIP", 8081),
    ]
    if public:
        proxy = _service("proxy-public", namespace, app, "LoadBalancer", 443)
        proxy["spec"]["loadBalancerClass"] = "service.k8s.aws/nlb"
        proxy["metadata"]["annotations"] = {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}
        parts.append(proxy)
    kept = _claim(DATA, namespace, "100Gi", "gp3-retain")
    kept["metadata"]["annotations"] = {"helm.sh/resource-policy": "keep"}
    storage = [kept, _deployment("nfs-server", namespace, {"app": "nfs", "release": namespace}, DATA)]
    found = _installed(namespace, namespace, "ds-jupyterlab", parts)
    found += _installed(f"{namespace}-storage", namespace, "ds-jupyterlab-storage", storage)
    for user in users:
        found += [_claim(f"claim-{user}", namespace, "10Gi", "gp3"), _user_pod(user, namespace)]
    return found


def remnant(namespace: str) -> list[Object]:
    """An object whose finalizer nobody removes any more: its operator is gone, its kind is still there."""
    group, plural = "kubernetes.dask.org", "daskclusters"
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    kind: Object = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"plural": plural, "singular": "daskcluster", "kind": "DaskCluster"},
            "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}],
        },
    }
    stuck: Object = {
        "apiVersion": f"{group}/v1",
        "kind": "DaskCluster",
        "metadata": {
            "name": "course-cluster",
            "namespace": namespace,
            "finalizers": ["kubernetes.dask.org/cluster-cleanup"],
        },
        "spec": {"workers": 2},
    }
    return [kind, stuck]


def namespace(name: str) -> Object:
    """A namespace."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def place_of(one: Object) -> str:
    """The path under which an object is created."""
    base = "/api/v1" if one["apiVersion"] == "v1" else f"/apis/{one['apiVersion']}"
    within = one["metadata"].get("namespace")
    kind = one["kind"].lower()
    plural = f"{kind}es" if kind.endswith("s") else f"{kind}s"
    return f"{base}/namespaces/{within}/{plural}" if within else f"{base}/{plural}"


def _installed(name: str, within: str, chart: str, objects: list[Object]) -> list[Object]:
    return [*(released(one, name) for one in objects), release(name, within, chart, objects)]


def _class(name: str, policy: str) -> Object:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": name},
        "provisioner": "ebs.csi.aws.com",
        "parameters": {"type": "gp3"},
        "reclaimPolicy": policy,
        "volumeBindingMode": "WaitForFirstConsumer",
    }


def _claim(name: str, within: str, size: str, chosen: str) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "namespace": within},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "storageClassName": chosen,
            "resources": {"requests": {"storage": size}},
        },
    }


def _deployment(name: str, within: str, labels: dict[str, str], claim: str = "") -> Object:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": within, "labels": labels},
        "spec": {
            "replicas": 1,
            "strategy": {"type": "Recreate"},
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": _pod(claim)},
        },
    }


def _user_pod(user: str, within: str) -> Object:
    labels = {"app": "jupyterhub", "component": "singleuser-server", "release": within}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": f"jupyter-{user}", "namespace": within, "labels": labels},
        "spec": _pod(f"claim-{user}"),
    }


def _pod(claim: str) -> Object:
    container: Object = {"name": "main", "image": _IMAGE}
    spec: Object = {"containers": [container], "terminationGracePeriodSeconds": 1}
    if claim:
        container["volumeMounts"] = [{"name": "data", "mountPath": "/data"}]
        spec["volumes"] = [{"name": "data", "persistentVolumeClaim": {"claimName": claim}}]
    return spec


def _service(name: str, within: str, labels: dict[str, str], kind: str, port: int) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": within},
        "spec": {"type": kind, "selector": labels, "ports": [{"name": "main", "port": port, "protocol": "TCP"}]},
    }
