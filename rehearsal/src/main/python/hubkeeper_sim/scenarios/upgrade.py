"""Worlds for the runbook upgrade: a cluster as bootstrap has left it, at an older version."""

import ipaddress
import time
from typing import TYPE_CHECKING, Any

from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends
from moto.route53.models import route53_backends

from ..callers import ensure_role
from ..eks import insights, updates
from ..eks.clusters import connect
from ..eks.shared import part_of
from ..eks.versions import addon_versions, minor
from ..failures import FAILURES
from .asked import asked

if TYPE_CHECKING:
    from ..simulator import Simulator

_OPTIONS = {"runbook", "delays", "version", "zones", "cidr", "groups", "addons", "tags", "deprecated", "zone"}
_ADDONS = ("vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver")
_SMALL, _ROOMY = 28, 20
_PURPOSE = "hub.jupyter.org/node-purpose"
#: Two pools, where the request names none.
_GROUPS = [
    {
        "name": "core",
        "instanceTypes": ["t3a.xlarge"],
        "scalingConfig": {"minSize": 1, "maxSize": 2, "desiredSize": 1},
        "labels": {_PURPOSE: "core"},
        "zone": 0,
    },
    {
        "name": "user",
        "instanceTypes": ["t3a.xlarge"],
        "scalingConfig": {"minSize": 0, "maxSize": 6, "desiredSize": 2},
        "labels": {_PURPOSE: "user"},
        "taints": [{"key": "hub.jupyter.org/dedicated", "value": "user", "effect": "NO_SCHEDULE"}],
    },
]
#: Free addresses that too-few-addresses leaves in each subnet; EKS asks for five.
_LEFT = 3


class Standing:
    """A cluster with its network, node groups and add-ons, made by requests that need no time."""

    def __init__(
        self, simulator: "Simulator", cluster: str, clusters: list[dict[str, Any]], options: dict[str, Any]
    ) -> None:
        given = {one["name"]: one for one in clusters}
        if cluster not in given:
            raise ValueError(f"cluster {cluster!r} is not among the clusters {sorted(given)}")
        unknown = sorted(set(options) - _OPTIONS)
        if unknown:
            raise ValueError(f"unknown options {unknown}; known: {sorted(_OPTIONS)}")
        self.simulator, self.options = simulator, options
        self.account, self.region = str(given[cluster]["account"]), str(given[cluster]["region"])
        self.name = cluster
        self.uid = given[cluster].get("uid")
        self.version = str(options.get("version", "1.34"))
        simulator.account = self.account
        self.ec2 = ec2_backends[self.account][self.region]
        self.subnets: list[Any] = []

    def ask(self, operation: str, **params: Any) -> dict[str, Any]:
        """A request to EKS by nobody in particular."""
        return asked(self.simulator, self.account, self.region, operation, params)

    def build(self, prefix: int = _ROOMY) -> None:
        """Makes it, ready at once."""
        for arn in self.simulator.callers.arns():
            ensure_role(arn)
        self._network(prefix)
        if self.options.get("zone"):
            route53_backends[self.account]["aws"].create_hosted_zone(f"{self.options['zone']}.", private_zone=False)
        control, nodes = self._role("cluster"), self._role("nodes")
        tags = {"hubkeeper/cluster": self.name, **self.options.get("tags", {})}
        if self.uid:
            tags["hubkeeper/uid"] = str(self.uid)
        self.ask(
            "CreateCluster",
            name=self.name,
            version=self.version,
            roleArn=control,
            resourcesVpcConfig={"subnetIds": [subnet.id for subnet in self.subnets]},
            accessConfig={"authenticationMode": "API_AND_CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": False},
            bootstrapSelfManagedAddons=False,
            tags=tags,
        )
        self.cluster.deprecated_calls = self.options.get("deprecated", [])
        connect(self.cluster, self.simulator.kubernetes.access(self.name), self.region)
        self._settle_addons()
        self._groups(nodes)
        insights.refresh(self.cluster)

    @property
    def cluster(self) -> Any:
        """moto's cluster."""
        from moto.eks.models import eks_backends

        return eks_backends[self.account][self.region].clusters[self.name]

    def _network(self, prefix: int) -> None:
        cidr = str(self.options.get("cidr", "192.168.0.0/16"))
        tags = [{"Key": "hubkeeper/cluster", "Value": self.name}]
        vpc = self.ec2.create_vpc(cidr, tags=tags)
        zones = self.options.get("zones") or [f"{self.region}a", f"{self.region}b"]
        blocks = ipaddress.ip_network(cidr).subnets(new_prefix=prefix)
        for zone, block in zip(zones, blocks, strict=False):
            subnet = self.ec2.create_subnet(vpc.id, str(block), availability_zone=zone)
            subnet.add_tags({"hubkeeper/cluster": self.name, "kubernetes.io/role/elb": "1"})
            self.subnets.append(subnet)

    def _role(self, what: str) -> str:
        name = f"{self.name}-{what}"
        backend = iam_backends[self.account]["aws"]
        known = next((role for role in backend.roles.values() if role.name == name), None)
        role = known or backend.create_role(name, "{}", "/", "", "", [], "3600")
        return str(role.arn)

    def _settle_addons(self) -> None:
        for name in self.options.get("addons") or _ADDONS:
            self.ask("CreateAddon", clusterName=self.name, addonName=name)
            part_of(self.cluster, "addons")[name]["status"] = "ACTIVE"
        self.cluster.ready_nodes = 1

    def _groups(self, role: str) -> None:
        zones = {subnet.availability_zone: subnet.id for subnet in self.subnets}
        for given in self.options.get("groups") or _GROUPS:
            chosen = [zones[zone] for zone in given.get("zones") or zones]
            chosen = [chosen[given["zone"]]] if "zone" in given else chosen
            known = {key: value for key, value in given.items() if key not in ("zones", "zone", "name")}
            known["tags"] = {"hubkeeper/cluster": self.name}
            self.ask(
                "CreateNodegroup",
                clusterName=self.name,
                nodegroupName=given["name"],
                nodeRole=role,
                subnets=chosen,
                **known,
            )
            group = self.cluster.nodegroups[given["name"]]
            group.status = "ACTIVE"
            for state in group.asg.instance_states:
                state.instance.first_seen = time.monotonic() - 3600

    def summary(self, name: str) -> dict[str, Any]:
        """What the admin interface answers."""
        return {"name": name, "account": self.account, "region": self.region, "persistentVolumes": {}}


def clean(world: Standing) -> None:
    """Nothing stands in the way."""
    world.build()


def add_on_rejected(world: Standing) -> None:
    """Clean, but EKS refuses once the version of CoreDNS that it offers by default for the next minor."""
    world.build()
    following = addon_versions("coredns", f"1.{minor(world.version) + 1}")
    for version in following:
        FAILURES.add({"of": "addon-version", "cluster": world.name, "name": "coredns", "version": version})


def update_fails(world: Standing) -> None:
    """Clean, but the first update of the control plane fails inside AWS."""
    world.build()
    reason = "The control plane could not be replaced; the former version goes on"
    FAILURES.add(
        {"of": "update", "cluster": world.name, "part": "cluster", "code": "EniLimitReached", "reason": reason}
    )


def too_few_addresses(world: Standing) -> None:
    """Small subnets, almost full."""
    world.build(_SMALL)
    for subnet in world.subnets:
        for _ in range(subnet.available_ip_address_count - _LEFT):
            world.ec2.create_network_interface(subnet, None)


def update_running(world: Standing) -> None:
    """Clean, but somebody has just changed what the control plane logs, and EKS is at it."""
    world.build()
    world.cluster.status = "UPDATING"
    update = updates.begin(world.cluster, "LoggingUpdate", [{"type": "ClusterLogging", "value": "{}"}])

    def done(successful: bool) -> None:
        world.cluster.status = "ACTIVE"

    updates.later(world.cluster, update, "foreign-update", done)


SCENARIOS = {
    "clean": clean,
    "users-online": clean,
    "blocking-budget": clean,
    "webhook-down": clean,
    "add-on-rejected": add_on_rejected,
    "update-fails": update_fails,
    "too-few-addresses": too_few_addresses,
    "update-running": update_running,
    "bake-rollback": clean,
}
