"""The cloud controller between the simulated AWS and an API server."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from .eks import Eks
from .kube import KubeServer
from .names import Zone, connect
from .sim import Sim, eventually


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    """An API server."""
    server = KubeServer()
    yield server
    server.server.shutdown()


@pytest.fixture
def eks(sim: Sim, kube: KubeServer) -> Eks:
    """A cluster that is served by it."""
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": kube.url}})
    made = Eks(sim)
    sim.quicken(**{"node-boot": 0.1, "load-balancer": 0.1})
    return made.create()


def _scale(sim: Sim, eks: Eks, wanted: int) -> None:
    name = eks.group()["resources"]["autoScalingGroups"][0]["name"]
    sim.client("autoscaling").set_desired_capacity(AutoScalingGroupName=name, DesiredCapacity=wanted)


def _node(kube: KubeServer) -> Any:
    return kube.objects[f"/api/v1/nodes/{kube.names('nodes')[0]}"]


def test_nodes_come_and_go_with_instances(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    taint = {"key": "hub.jupyter.org/dedicated", "value": "user", "effect": "NO_SCHEDULE"}
    eks.create_group(wanted=2, instanceTypes=["m5.xlarge"], labels={"purpose": "user"}, taints=[taint])
    eventually(lambda: eks.status() == "ACTIVE")
    node = _node(kube)
    instances = sim.client("ec2").describe_instances()["Reservations"]
    names = {one["PrivateDnsName"] for reservation in instances for one in reservation["Instances"]}
    assert set(kube.names("nodes")) == names and len(names) == 2
    labels = node["metadata"]["labels"]
    assert (labels["purpose"], labels["eks.amazonaws.com/nodegroup"]) == ("user", "core")
    assert labels["node.kubernetes.io/instance-type"] == "m5.xlarge"
    zone = labels["topology.kubernetes.io/zone"]
    assert node["spec"]["providerID"].startswith(f"aws:///{zone}/i-")
    assert node["spec"]["taints"] == [{**taint, "effect": "NoSchedule"}]
    assert node["status"]["nodeInfo"]["kubeletVersion"].startswith("v1.34.")
    assert node["status"]["allocatable"]["cpu"] == "3920m" and node["status"]["allocatable"]["pods"] == "58"
    kube.put("/api/v1/namespaces/hub/pods/p", spec={"nodeName": kube.names("nodes")[0]})
    _scale(sim, eks, 0)
    eventually(lambda: not kube.names("nodes") and not kube.names("pods"))
    _scale(sim, eks, 1)
    eventually(lambda: len(kube.names("nodes")) == 1)
    eks.client.delete_nodegroup(clusterName="lab", nodegroupName="core")
    eventually(lambda: not kube.names("nodes"))


def test_a_group_without_nodes_is_active_and_one_whose_nodes_do_not_join_fails(sim: Sim, kube: KubeServer) -> None:
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": kube.url}})
    eks = Eks(sim, bootstrapSelfManagedAddons=False).create()
    sim.quicken(**{"node-boot": 0.1, "nodegroup-patience": 0.8})
    eks.create_group("empty", wanted=0)
    eventually(lambda: eks.status("empty") == "ACTIVE")
    eks.create_group("core")
    eventually(lambda: eks.status("core") == "CREATE_FAILED")
    assert eks.group("core")["health"]["issues"][0]["code"] == "NodeCreationFailure"
    eks.client.create_addon(clusterName="lab", addonName="vpc-cni")
    eventually(lambda: "kwok.x-k8s.io/node" in _node(kube)["metadata"]["annotations"])


def test_coredns_recovers_once_there_is_a_node(sim: Sim, eks: Eks) -> None:
    eks.client.create_addon(clusterName="lab", addonName="coredns")
    status = lambda: eks.client.describe_addon(clusterName="lab", addonName="coredns")["addon"]["status"]  # noqa: E731
    eventually(lambda: status() == "DEGRADED")
    eks.create_group()
    eventually(lambda: status() == "ACTIVE")


def _balanced(sim: Sim, eks: Eks, kube: KubeServer, **annotations: str) -> str:
    sim.client("ec2").create_tags(Resources=eks.subnets, Tags=[{"Key": "kubernetes.io/role/elb", "Value": "1"}])
    spec = {"type": "LoadBalancer", "ports": [{"port": 443, "nodePort": 30443}]}
    path = "/api/v1/namespaces/ingress/services/controller"
    kube.put(path, metadata={"annotations": annotations}, spec=spec)
    found = lambda: kube.objects[path].get("status", {}).get("loadBalancer", {}).get("ingress")  # noqa: E731
    return str(eventually(found)[0]["hostname"])


def test_a_service_gets_a_load_balancer_and_takes_it_along(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    host = _balanced(sim, eks, kube)
    found = sim.client("elb").describe_load_balancers()["LoadBalancerDescriptions"]
    assert [one["DNSName"] for one in found] == [host]
    assert [one["host"] for one in sim.admin("GET", "state")["loadBalancers"]] == [host]
    path = "/api/v1/namespaces/ingress/services/controller"
    assert kube.objects[path]["metadata"]["finalizers"] == ["service.kubernetes.io/load-balancer-cleanup"]
    tags = sim.client("elb").describe_tags(LoadBalancerNames=[found[0]["LoadBalancerName"]])["TagDescriptions"][0]
    assert {"Key": "kubernetes.io/cluster/lab", "Value": "owned"} in tags["Tags"]
    groups = [one["GroupName"] for one in sim.client("ec2").describe_security_groups()["SecurityGroups"]]
    assert f"k8s-elb-{found[0]['LoadBalancerName']}" in groups
    assert {f"ELB {found[0]['LoadBalancerName']}"} <= {one["Description"] for one in eks.net.interfaces()}
    kube.objects[path]["metadata"]["deletionTimestamp"] = "now"
    eventually(lambda: not sim.client("elb").describe_load_balancers()["LoadBalancerDescriptions"])
    eventually(lambda: kube.objects[path]["metadata"]["finalizers"] == [])


def test_a_network_load_balancer(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    host = _balanced(sim, eks, kube, **{"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"})
    found = sim.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert [(one["Type"], one["DNSName"]) for one in found] == [("network", host)]


def test_without_tagged_subnets_an_event_says_so(eks: Eks, kube: KubeServer) -> None:
    kube.put("/api/v1/namespaces/ingress/services/one", spec={"type": "LoadBalancer", "ports": [{"port": 80}]})
    messages = lambda: [kube.objects[f"/api/v1/namespaces/ingress/events/{n}"]["message"] for n in kube.names("events")]  # noqa: E731
    eventually(lambda: any("suitable subnets" in message for message in messages()))


def test_a_claim_gets_a_volume_once_a_node_is_chosen_and_the_driver_works(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    eks.create_group()
    eventually(lambda: eks.status() == "ACTIVE")
    kube.put(
        "/apis/storage.k8s.io/v1/storageclasses/gp3",
        provisioner="ebs.csi.aws.com",
        volumeBindingMode="WaitForFirstConsumer",
        reclaimPolicy="Delete",
        parameters={"type": "gp3"},
    )
    spec = {"storageClassName": "gp3", "resources": {"requests": {"storage": "1500Mi"}}}
    claim = kube.put("/api/v1/namespaces/hub/persistentvolumeclaims/data", spec=spec)
    claim["metadata"]["annotations"] = {"volume.kubernetes.io/selected-node": kube.names("nodes")[0]}
    assert not kube.names("persistentvolumes")
    eks.client.create_addon(clusterName="lab", addonName="aws-ebs-csi-driver")
    name = eventually(lambda: kube.names("persistentvolumes"))[0]
    volume = kube.objects[f"/api/v1/persistentvolumes/{name}"]
    found = sim.client("ec2").describe_volumes(VolumeIds=[volume["spec"]["csi"]["volumeHandle"]])["Volumes"][0]
    assert (found["Size"], found["VolumeType"]) == (2, "gp3")
    tags = {tag["Key"]: tag["Value"] for tag in found["Tags"]}
    assert tags["kubernetes.io/created-for/pvc/name"] == "data" and tags["kubernetes.io/cluster/lab"] == "owned"
    attachment = {"attacher": "ebs.csi.aws.com", "nodeName": kube.names("nodes")[0]}
    place = "/apis/storage.k8s.io/v1/volumeattachments/one"
    kube.put(place, spec={**attachment, "source": {"persistentVolumeName": name}})
    state = lambda: sim.client("ec2").describe_volumes(VolumeIds=[found["VolumeId"]])["Volumes"][0]["State"]  # noqa: E731
    eventually(lambda: state() == "in-use" and kube.objects[place].get("status", {}).get("attached"))
    del kube.objects[place]
    eventually(lambda: state() == "available")
    volume["status"] = {"phase": "Released"}
    eventually(lambda: not kube.names("persistentvolumes"))
    assert found["VolumeId"] not in [one["VolumeId"] for one in sim.client("ec2").describe_volumes()["Volumes"]]


def test_volumes_that_come_at_once_are_detached_one_by_one(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    eks.create_group()
    eventually(lambda: eks.status() == "ACTIVE")
    eks.client.create_addon(clusterName="lab", addonName="aws-ebs-csi-driver")
    kube.put("/apis/storage.k8s.io/v1/storageclasses/gp3", provisioner="ebs.csi.aws.com")
    spec = {"storageClassName": "gp3", "resources": {"requests": {"storage": "1Gi"}}}
    for name in ("one", "two"):
        kube.put(f"/api/v1/namespaces/hub/persistentvolumeclaims/{name}", spec=spec)
    volumes = eventually(lambda: len(kube.names("persistentvolumes")) == 2 and kube.names("persistentvolumes"))
    places = [f"/apis/storage.k8s.io/v1/volumeattachments/{name}" for name in volumes]
    for name, place in zip(volumes, places, strict=True):
        source = {"persistentVolumeName": name}
        kube.put(place, spec={"attacher": "ebs.csi.aws.com", "nodeName": kube.names("nodes")[0], "source": source})
    eventually(lambda: all(kube.objects[place].get("status", {}).get("attached") for place in places))
    for name, place in zip(volumes, places, strict=True):
        del kube.objects[place]
        kube.objects[f"/api/v1/persistentvolumes/{name}"]["status"] = {"phase": "Released"}
    eventually(lambda: not kube.names("persistentvolumes"))


def test_https_goes_through_the_proxy_to_the_backend_of_the_service(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    host = _balanced(sim, eks, kube)
    zone = Zone(sim)
    zone.change("UPSERT", "hub.example.edu", "CNAME", host)
    zone.in_sync()
    assert connect(sim, "hub.example.edu:443")[0] == 502
    listener = socket.create_server(("127.0.0.1", 0))
    backend = {"lab/ingress/controller": listener.getsockname()[1]}
    sim.admin("POST", "backends", backend)
    status, tunnel = connect(sim, "hub.example.edu:443")
    assert status == 200
    served, _ = listener.accept()
    tunnel.sendall(b"hello")
    assert served.recv(5) == b"hello"
    served.sendall(b"world")
    assert tunnel.recv(5) == b"world"
    for one in (served, tunnel, listener):
        one.close()
    assert connect(sim, "hub.example.edu:444")[0] == 502
    assert connect(sim, "example.org:443")[0] == 502
    assert zone.ask("hub.example.edu", "A")[1] == [("CNAME", host), ("A", "127.0.0.1")]
    sim.admin("POST", "backends", {"lab/ingress/controller": None})
    assert connect(sim, "hub.example.edu:443")[0] == 502


def _image(kube: KubeServer) -> str:
    daemon_set = kube.objects["/apis/apps/v1/namespaces/kube-system/daemonsets/aws-node"]
    return str(daemon_set["spec"]["template"]["spec"]["containers"][0]["image"])


def test_addons_are_workloads_in_kube_system(eks: Eks, kube: KubeServer) -> None:
    eventually(lambda: "coredns" in kube.names("deployments"))
    assert kube.names("daemonsets") == ["aws-node", "kube-proxy"]
    before = _image(kube)
    eks.client.create_addon(clusterName="lab", addonName="vpc-cni", addonVersion="v1.21.1-eksbuild.1")
    eventually(lambda: _image(kube) != before and _image(kube).endswith("v1.21.1-eksbuild.1"))
    eks.client.create_addon(clusterName="lab", addonName="aws-ebs-csi-driver")
    eventually(lambda: "ebs-csi-controller" in kube.names("deployments"))
    assert kube.names("csidrivers") == ["ebs.csi.aws.com"] and kube.names("storageclasses") == ["gp2"]
    eks.client.delete_addon(clusterName="lab", addonName="aws-ebs-csi-driver")
    eventually(lambda: kube.names("deployments") == ["coredns"] and not kube.names("csidrivers"))
