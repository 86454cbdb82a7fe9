"""Worlds for the runbook bootstrap: an account in which the clusters of the fleet do not exist yet."""

from typing import TYPE_CHECKING, Any

from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends
from moto.route53.models import route53_backends

from .. import stacks
from ..callers import ensure_role
from ..failures import FAILURES
from ..quotas import QUOTAS, VPCS
from .seed import UNREACHABLE, put_cluster

if TYPE_CHECKING:
    from ..simulator import Simulator

#: What the fleet files of the examples take for granted.
_ZONE = "example.edu"
_ROLES = ("hub-admins",)
_OPTIONS = {"delays", "runbook", "zone", "roles", "quotas", "failures", "reason", "tags"}
_REASON = (
    'Resource handler returned message: "The maximum number of addresses has been reached. (Service: Ec2, '
    'Status Code: 400, Request ID: 00000000-0000-4000-8000-000000000000) (SDK Attempt Count: 1)" '
    "(HandlerErrorCode: ServiceLimitExceeded)"
)
_TEMPLATE = '{"Resources": {"VPC": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "192.168.0.0/16"}}}}'


class Account:
    """The account and region of the cluster that shall be made."""

    def __init__(
        self, simulator: "Simulator", cluster: str, clusters: list[dict[str, Any]], options: dict[str, Any]
    ) -> None:
        given = {one["name"]: one for one in clusters}
        if cluster not in given:
            raise ValueError(f"cluster {cluster!r} is not among the clusters {sorted(given)}")
        unknown = sorted(set(options) - _OPTIONS)
        if unknown:
            raise ValueError(f"unknown options {unknown}; known: {sorted(_OPTIONS)}")
        self.cluster = given[cluster]
        self.options = options
        self.account, self.region = str(self.cluster["account"]), str(self.cluster["region"])
        simulator.account = self.account
        self.callers = simulator.callers.arns()
        self.made: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The name of the cluster that the run is about."""
        return str(self.cluster["name"])

    def summary(self, name: str) -> dict[str, Any]:
        """What the admin interface answers."""
        return {"name": name, "account": self.account, "region": self.region, "persistentVolumes": {}, **self.made}


def default(world: Account) -> None:
    """A hosted zone unless names are published elsewhere, the roles of who is registered, no cluster."""
    zone = world.options.get("zone", _ZONE)
    if zone:
        zones = route53_backends[world.account]["aws"]
        known = next((one for one in zones.zones.values() if one.name.rstrip(".") == zone), None)
        made = known or zones.create_hosted_zone(f"{zone}.", private_zone=False)
        world.made["zone"] = {"name": zone, "id": made.id}
    iam = iam_backends[world.account]["aws"]
    for arn in world.callers:
        ensure_role(arn)
    present = {role.name for role in iam.roles.values()}
    for role in world.options.get("roles", _ROLES):
        if role not in present:
            iam.create_role(role, "{}", "/", "", "", [], "3600")
    if "quotas" in world.options:
        QUOTAS.replace(world.options["quotas"])
    for failure in world.options.get("failures", []):
        FAILURES.add(failure)


def half_made(world: Account) -> None:
    """Default, and the stack of an earlier attempt that failed and was rolled back."""
    default(world)
    stacks.install()
    from ..stacks.scenes import rolled_back

    tags = {
        "hubkeeper/cluster": world.name,
        "alpha.eksctl.io/cluster-name": world.name,
        **world.options.get("tags", {}),
    }
    name = f"eksctl-{world.name}-cluster"
    reason = world.options.get("reason", _REASON)
    world.made["stack"] = rolled_back(world.account, world.region, name, _TEMPLATE, tags, "VPC", reason)


def quota(world: Account) -> None:
    """Default, and no room for another VPC."""
    default(world)
    present = len(ec2_backends[world.account][world.region].vpcs)
    QUOTAS.replace({**world.options.get("quotas", {}), VPCS[1]: present})


def name_taken(world: Account) -> None:
    """Default, and somebody else's cluster of that name."""
    default(world)
    cluster = put_cluster({**world.cluster, "endpoint": UNREACHABLE, "caData": None, "uid": None})
    cluster.tags = {"owner": "another-team"}


SCENARIOS = {"default": default, "half-made": half_made, "quota": quota, "name-taken": name_taken}
