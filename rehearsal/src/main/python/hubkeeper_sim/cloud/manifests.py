"""What EKS and its add-ons put into a cluster, as kubectl would show it, without their inner details."""

from collections.abc import Callable
from typing import Any

from .api import Object

_REGISTRY = "602401143452.dkr.ecr.{region}.amazonaws.com/eks"
_SYSTEM = "kube-system"
_ANYWHERE = [{"operator": "Exists"}]
_CRITICAL = [
    {"key": "CriticalAddonsOnly", "operator": "Exists"},
    {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"},
]
_COREFILE = """.:53 {
    errors
    health {
        lameduck 5s
      }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
"""

#: Where objects of a kind live.
_PLACES = {
    "ServiceAccount": "/api/v1/namespaces/kube-system/serviceaccounts",
    "Service": "/api/v1/namespaces/kube-system/services",
    "ConfigMap": "/api/v1/namespaces/kube-system/configmaps",
    "DaemonSet": "/apis/apps/v1/namespaces/kube-system/daemonsets",
    "Deployment": "/apis/apps/v1/namespaces/kube-system/deployments",
    "CSIDriver": "/apis/storage.k8s.io/v1/csidrivers",
    "StorageClass": "/apis/storage.k8s.io/v1/storageclasses",
}


def place_of(manifest: Object) -> str:
    """The path under which objects of this kind are created."""
    return _PLACES[manifest["kind"]]


def of_addon(name: str, version: str, region: str) -> list[Object]:
    """The objects of an add-on; none for one that is not known here."""
    maker = _ADDONS.get(name)
    return maker(_REGISTRY.format(region=region), version) if maker else []


def of_cluster() -> list[Object]:
    """What every new cluster has."""
    gp2 = _object("StorageClass", "gp2", {}, "storage.k8s.io/v1")
    gp2 |= {
        "provisioner": "kubernetes.io/aws-ebs",
        "parameters": {"type": "gp2", "fsType": "ext4"},
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "WaitForFirstConsumer",
    }
    return [gp2]


def _network(registry: str, version: str) -> list[Object]:
    labels = _labels("aws-node", "aws-vpc-cni", version)
    containers = [
        _container("aws-node", f"{registry}/amazon-k8s-cni:{version}", "25m"),
        _container("aws-eks-nodeagent", f"{registry}/aws-network-policy-agent:v1.2.7-eksbuild.1", "25m"),
    ]
    account = _object("ServiceAccount", "aws-node", labels)
    return [account, _daemon_set("aws-node", labels, {"k8s-app": "aws-node"}, containers, host=True)]


def _proxy(registry: str, version: str) -> list[Object]:
    labels = {"k8s-app": "kube-proxy", "eks.amazonaws.com/component": "kube-proxy"}
    containers = [_container("kube-proxy", f"{registry}/kube-proxy:{_minimal(version)}", "100m")]
    config = _object("ConfigMap", "kube-proxy-config", labels) | {"data": {"config": "mode: iptables\n"}}
    account = _object("ServiceAccount", "kube-proxy", labels)
    return [account, config, _daemon_set("kube-proxy", labels, {"k8s-app": "kube-proxy"}, containers, host=True)]


def _dns(registry: str, version: str) -> list[Object]:
    labels = {"k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns"}
    ports = [
        {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 53},
        {"name": "dns-tcp", "port": 53, "protocol": "TCP", "targetPort": 53},
        {"name": "metrics", "port": 9153, "protocol": "TCP", "targetPort": 9153},
    ]
    service = _object("Service", "kube-dns", {**labels, "kubernetes.io/name": "CoreDNS"})
    service |= {"spec": {"selector": {"k8s-app": "kube-dns"}, "ports": ports}}
    config = _object("ConfigMap", "coredns", labels) | {"data": {"Corefile": _COREFILE}}
    containers = [_container("coredns", f"{registry}/coredns:{version}", "100m", "70Mi")]
    account = _object("ServiceAccount", "coredns", labels)
    return [account, config, service, _deployment("coredns", labels, {"k8s-app": "kube-dns"}, containers)]


def _disks(registry: str, version: str) -> list[Object]:
    labels = _labels("ebs-csi", "aws-ebs-csi-driver", version)
    driver = _object("CSIDriver", "ebs.csi.aws.com", labels, "storage.k8s.io/v1")
    driver |= {"spec": {"attachRequired": True, "podInfoOnMount": False, "fsGroupPolicy": "File"}}
    image = f"{registry}/aws-ebs-csi-driver:{_minimal(version)}"
    helpers = ["csi-provisioner", "csi-attacher", "csi-snapshotter", "csi-resizer", "liveness-probe"]
    control = [_container("ebs-plugin", image, "10m", "40Mi")]
    control += [_container(one, f"{registry}/{one}:v5.3.0-eksbuild.1", "10m", "40Mi") for one in helpers]
    node = [_container("ebs-plugin", image, "10m", "40Mi")]
    node.append(_container("node-driver-registrar", f"{registry}/csi-node-driver-registrar:v2.15.0", "10m", "40Mi"))
    controller, daemons = {"app": "ebs-csi-controller"}, {"app": "ebs-csi-node"}
    return [
        _object("ServiceAccount", "ebs-csi-controller-sa", labels),
        _object("ServiceAccount", "ebs-csi-node-sa", labels),
        driver,
        _deployment("ebs-csi-controller", labels, controller, control, "ebs-csi-controller-sa"),
        _daemon_set("ebs-csi-node", labels, daemons, node, "ebs-csi-node-sa"),
    ]


def _identity_agent(registry: str, version: str) -> list[Object]:
    labels = _labels("eks-pod-identity-agent", "eks-pod-identity-agent", version)
    containers = [_container("eks-pod-identity-agent", f"{registry}/eks-pod-identity-agent:{_minimal(version)}", "10m")]
    selector = {"app.kubernetes.io/name": "eks-pod-identity-agent"}
    return [_daemon_set("eks-pod-identity-agent", labels, selector, containers, "default", host=True)]


def _metrics(registry: str, version: str) -> list[Object]:
    labels = _labels("metrics-server", "metrics-server", version)
    containers = [_container("metrics-server", f"{registry}/metrics-server:{version}", "100m", "200Mi")]
    account = _object("ServiceAccount", "metrics-server", labels)
    return [account, _deployment("metrics-server", labels, {"app.kubernetes.io/name": "metrics-server"}, containers)]


def _daemon_set(
    name: str,
    labels: dict[str, str],
    selector: dict[str, str],
    containers: list[Object],
    account: str = "",
    *,
    host: bool = False,
) -> Object:
    template = _template({**labels, **selector}, containers, account or name, _ANYWHERE, "system-node-critical")
    template["spec"]["hostNetwork"] = host
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}}
    spec = {"selector": {"matchLabels": selector}, "template": template, "updateStrategy": strategy}
    return _object("DaemonSet", name, labels, "apps/v1") | {"spec": spec}


def _deployment(
    name: str, labels: dict[str, str], selector: dict[str, str], containers: list[Object], account: str = ""
) -> Object:
    template = _template({**labels, **selector}, containers, account or name, _CRITICAL, "system-cluster-critical")
    spec = {"replicas": 2, "selector": {"matchLabels": selector}, "template": template}
    return _object("Deployment", name, labels, "apps/v1") | {"spec": spec}


def _template(
    labels: dict[str, str], containers: list[Object], account: str, tolerations: list[Object], priority: str
) -> Object:
    return {
        "metadata": {"labels": labels},
        "spec": {
            "serviceAccountName": account,
            "priorityClassName": priority,
            "tolerations": tolerations,
            "containers": containers,
        },
    }


def _container(name: str, image: str, cpu: str, memory: str = "") -> Object:
    requests = {"cpu": cpu, **({"memory": memory} if memory else {})}
    return {"name": name, "image": image, "resources": {"requests": requests}}


def _object(kind: str, name: str, labels: dict[str, str], version: str = "v1") -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "labels": labels}
    if "/namespaces/" in _PLACES[kind]:
        meta["namespace"] = _SYSTEM
    return {"apiVersion": version, "kind": kind, "metadata": meta}


def _labels(name: str, instance: str, version: str) -> dict[str, str]:
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": instance,
        "app.kubernetes.io/managed-by": "EKS",
        "app.kubernetes.io/version": version.split("-")[0],
    }


def _minimal(version: str) -> str:
    return version.replace("-eksbuild", "-minimal-eksbuild")


_ADDONS: dict[str, Callable[[str, str], list[Object]]] = {
    "vpc-cni": _network,
    "kube-proxy": _proxy,
    "coredns": _dns,
    "aws-ebs-csi-driver": _disks,
    "eks-pod-identity-agent": _identity_agent,
    "metrics-server": _metrics,
}
