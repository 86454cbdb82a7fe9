"""What makes a teardown hard: one change to the world each."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models.instances import Instance
from moto.elbv2.models import elbv2_backends

from ..seed import add_volume
from .estate import Estate
from .foreigners import present
from .groups import allow
from .inside import Inside
from .objects import remnant

#: Somebody else's team, as its tags name it.
FOREIGN = {"Name": "etl-runner", "owner": "data-platform"}
#: How much longer than usual what is slow takes to go.
_SLOW = 8

Scene = Callable[[Estate, Inside | None, dict[str, Any]], None]


def clean(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """A cluster without surprises."""


def leaked_interfaces(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """Interfaces of the network add-on that nobody will remove: their nodes have gone, or will go before them."""
    left = [_cni_interface(estate, f"i-0dead{number:012x}") for number in range(3)]
    nodes = [one for one in estate.ec2.all_instances() if one.vpc_id == estate.vpc and one._state.name == "running"]
    for node in nodes[:1]:
        interface = _cni_interface(estate, node.id)
        interface.delete_on_termination = False
        estate.ec2.attach_network_interface(interface.id, node.id, 1)
        left.append(interface)
    made["interfaces"] = [interface.id for interface in left]


def _cni_interface(estate: Estate, instance: str) -> Any:
    tags = {
        "node.k8s.amazonaws.com/instance_id": instance,
        "node.k8s.amazonaws.com/createdAt": "2026-09-01T08:00:00Z",
        "cluster.k8s.amazonaws.com/name": estate.name,
    }
    return estate.ec2.create_network_interface(
        estate.ec2.get_subnet(estate.private[0]),
        None,
        group_ids=[estate.control_plane_group()],
        description=f"aws-K8S-{instance}",
        tags=tags,
    )


def balancer_outlives_service(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """A load balancer of AWS's controller whose service was removed while the controller was away."""
    name = f"k8s-stat200-proxypub-{0x5EED:010x}"
    group = _group(estate, name, "[k8s] Managed SecurityGroup for LoadBalancer", _controller_tags(estate))
    elb = elbv2_backends[estate.account][estate.region]
    tags = [{"Key": key, "Value": value} for key, value in _controller_tags(estate).items()]
    balancer = elb.create_load_balancer(
        name, [group.id], estate.public, scheme="internet-facing", loadbalancer_type="network", tags=tags
    )
    target = elb.create_target_group(f"k8s-stat200-proxypub-{0xBEEF:08x}", vpc_id=estate.vpc, protocol="TCP", port="443")
    elb.add_tags([target.arn], tags)
    elb.create_listener(
        balancer.arn, "TCP", "443", "", None, [{"Type": "forward", "TargetGroupArn": target.arn}], [], []
    )
    made["loadBalancer"] = {"arn": balancer.arn, "name": name, "group": group.id, "targetGroup": target.arn}


def _controller_tags(estate: Estate) -> dict[str, str]:
    return {
        "elbv2.k8s.aws/cluster": estate.name,
        "service.k8s.aws/stack": "stat200/proxy-public",
        "service.k8s.aws/resource": "LoadBalancer",
    }


def _group(estate: Estate, name: str, text: str, tags: dict[str, str]) -> Any:
    return estate.ec2.create_security_group(name, text, vpc_id=estate.vpc, tags=tags)


def referencing_groups(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """Groups that refer to each other, to the cluster's group and back, one of them without any tag."""
    traffic = _group(
        estate,
        f"k8s-traffic-{estate.name.replace('-', '')}-0123456789",
        "[k8s] Shared Backend SecurityGroup for LoadBalancer",
        {"elbv2.k8s.aws/cluster": estate.name, "elbv2.k8s.aws/resource": "backend-sg"},
    )
    front = _group(estate, "k8s-elb-a0123456789abcdef0123456789abcdef", "left by an ingress", {})
    cluster = estate.control_plane_group()
    for group, source in ((cluster, traffic.id), (traffic.id, front.id), (front.id, traffic.id), (traffic.id, cluster)):
        allow(estate.ec2, group, source)
    made["groups"] = [traffic.id, front.id]


def stuck_finalizer(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """An object in a hub's namespace that only its operator could let go, and the operator is gone."""
    if inside is None:
        raise ValueError("stuck-finalizer needs an API server")
    kind, stuck = remnant("stat200")
    inside.add([kind])
    inside.add_soon([stuck])
    made["stuck"] = {"namespace": "stat200", "kind": stuck["kind"], "name": stuck["metadata"]["name"]}


def endpoint_deleting(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """An interface endpoint takes many minutes to go, and its interfaces hold subnets and group that long."""
    endpoint = estate.ec2.vpc_end_points[made["endpoints"][1]]
    endpoint.deletion_times = _SLOW
    made["slow"] = endpoint.id


def mount_target(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """Mount targets take many minutes to go, and hold subnets and group that long."""
    from moto.efs.models import efs_backends

    targets = efs_backends[estate.account][estate.region].mount_targets_by_id
    for name in made["fileSystem"]["mountTargets"]:
        targets[name].deletion_times = _SLOW
    made["slow"] = made["fileSystem"]["mountTargets"]


def deletion_protection(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """The cluster and its network load balancers may not be deleted until somebody says so."""
    from moto.cloudformation.models import cloudformation_backends

    estate.cluster().deletion_protection = True
    elb = elbv2_backends[estate.account][estate.region]
    stack = cloudformation_backends[estate.account][estate.region].get_stack(f"eksctl-{estate.name}-cluster")
    stack.enable_termination_protection = True
    protected = [one for one in elb.load_balancers.values() if one.vpc_id == estate.vpc]
    for balancer in protected:
        balancer.attrs["deletion_protection.enabled"] = "true"
    made["protected"] = [estate.name, *(balancer.arn for balancer in protected)]


def foreign_object(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """A machine of another team lives in a private subnet."""
    before = set(present())
    group = _group(estate, "etl-runner", "ETL of the data platform", dict(FOREIGN))
    subnet = estate.ec2.get_subnet(estate.private[1])
    instance = _machine(estate, subnet, group.id)
    estate.ec2.create_tags([instance.id], dict(FOREIGN))
    made["foreign"] = {"instance": instance.id, "group": group.id, "subnet": subnet.id, "owner": FOREIGN["owner"]}
    made["others"] += sorted(set(present()) - before)


def _machine(estate: Estate, subnet: Any, group: str) -> Instance:
    reservation = estate.ec2.run_instances(
        "ami-12c6146b",
        1,
        None,
        [],
        instance_type="t3a.large",
        is_instance_type_default=False,
        placement=subnet.availability_zone,
        subnet_id=subnet.id,
        security_group_ids=[group],
        region_name=estate.region,
        block_device_mappings=[],
    )
    return reservation.instances[0]


def other_cluster(estate: Estate, inside: Inside | None, made: dict[str, Any]) -> None:
    """A second cluster whose name begins with this one's, with a volume that tells of both in its tags."""
    name, before = f"{estate.name}-2", set(present())
    other = Estate(estate.simulator, {**estate.given, "name": name, "uid": "", "endpoint": ""}).build({"core": 1})
    tags = {**other.owned, "KubernetesCluster": name, "Name": f"{name}-dynamic-pvc-ds100"}
    volume = add_volume(estate.ec2, 40, tags, 10, "gp3")
    made["other"] = {"name": name, "vpc": other.vpc, "volume": volume.id}
    made["others"] += sorted(set(present()) - before)


SCENES: dict[str, Scene] = {
    "clean": clean,
    "leaked-interfaces": leaked_interfaces,
    "load-balancer-outlives-service": balancer_outlives_service,
    "referencing-groups": referencing_groups,
    "stuck-finalizer": stuck_finalizer,
    "endpoint-deleting": endpoint_deleting,
    "mount-target": mount_target,
    "deletion-protection": deletion_protection,
    "foreign-object": foreign_object,
    "other-cluster": other_cluster,
}
