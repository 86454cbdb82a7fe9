"""EKS clusters: control-plane interfaces and the cluster's security group; endpoints that a scenario gives."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import ec2_backends
from moto.eks.models import EKSBackend

from ..clock import TIMELINE
from .managed import create_managed, remove

_OWNER = "amazon-eks"

_stock_create = EKSBackend.create_cluster
_stock_delete = EKSBackend.delete_cluster


def _create(self: Any, *args: Any, **kwargs: Any) -> Any:
    cluster = _stock_create(self, *args, **kwargs)
    backend = ec2_backends[self.account_id][self.region_name]
    config = cluster.resources_vpc_config or {}
    subnets = [subnet for subnet in config.get("subnetIds") or [] if _exists(backend, subnet)]
    cluster.interface_ids = []
    if subnets:
        vpc = backend.get_subnet(subnets[0]).vpc_id
        group = backend.create_security_group(
            f"eks-cluster-sg-{cluster.name}-{len(backend.groups[vpc])}",
            "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
            vpc_id=vpc,
            tags={f"kubernetes.io/cluster/{cluster.name}": "owned"},
        )
        cluster.resources_vpc_config = {**config, "vpcId": vpc, "clusterSecurityGroupId": group.id}
        groups = [*(config.get("securityGroupIds") or []), group.id]
        label = f"Amazon EKS {cluster.name}"
        made = [create_managed(backend, subnet, groups, _OWNER, label) for subnet in subnets]
        cluster.interface_ids = [interface.id for interface in made]
    return cluster


def _delete(self: Any, name: str) -> Any:
    cluster = _stock_delete(self, name)
    backend = ec2_backends[self.account_id][self.region_name]
    interfaces = getattr(cluster, "interface_ids", [])

    def gone() -> None:
        for interface_id in interfaces:
            remove(backend, interface_id)

    TIMELINE.after("cluster-interfaces", gone)
    cluster.status = "DELETING"
    return cluster


def _exists(backend: Any, subnet_id: str) -> bool:
    try:
        return backend.get_subnet(subnet_id) is not None
    except EC2ClientError:
        return False


EKSBackend.create_cluster = _create
EKSBackend.delete_cluster = _delete
