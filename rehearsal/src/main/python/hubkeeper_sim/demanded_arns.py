"""The ARNs of what a call is about, service by service."""

from collections.abc import Callable
from typing import Any

from .calls import Call

_EKS_ANYTHING = (
    "ListClusters",
    "DescribeClusterVersions",
    "DescribeAddonVersions",
    "DescribeAddonConfiguration",
    "ListAccessPolicies",
)
_EKS_TAGGING = ("TagResource", "UntagResource", "ListTagsForResource")


def arns_of(call: Call, account: str) -> list[str]:
    """The resources that a call has to be allowed for."""
    return _ARNS.get(call.service, _by_parameter)(call, account) or ["*"]


def role_of(call: Call, account: str) -> Any:
    """The role that a call names, if IAM has it."""
    from moto.iam.models import iam_backends

    name = call.params.get("RoleName")
    roles = iam_backends[account]["aws"].roles.values() if name else []
    return next((role for role in roles if role.name == name), None)


def cluster_name(call: Call) -> str:
    """The cluster that a call names."""
    return str(call.params.get("clusterName") or call.params.get("name") or "")


def _eks(call: Call, account: str) -> list[str]:
    if call.operation in _EKS_ANYTHING:
        return ["*"]
    if call.operation in _EKS_TAGGING:
        return [str(call.params.get("resourceArn"))]
    cluster = cluster_name(call)
    base = f"arn:aws:eks:{call.region}:{account}:"
    creating_or_listing = call.operation.startswith(("Create", "List")) or call.operation.endswith("Update")
    params = call.params
    if not creating_or_listing or call.operation == "ListAssociatedAccessPolicies":
        known = _known_part(call, account)
        if known:
            return [known]
        if params.get("nodegroupName"):
            return [f"{base}nodegroup/{cluster}/{params['nodegroupName']}/*"]
        if params.get("fargateProfileName"):
            return [f"{base}fargateprofile/{cluster}/{params['fargateProfileName']}/*"]
        if params.get("addonName"):
            return [f"{base}addon/{cluster}/{params['addonName']}/*"]
        if params.get("principalArn"):
            _, _, _, _, owner, principal = str(params["principalArn"]).split(":", 5)
            kind, _, name = principal.partition("/")
            return [f"{base}access-entry/{cluster}/{kind}/{owner}/{name.rpartition('/')[2]}/*"]
        if params.get("associationId"):
            return [f"{base}podidentityassociation/{cluster}/{params['associationId']}"]
    return [f"{base}cluster/{cluster}"]


def _known_part(call: Call, account: str) -> str | None:
    from moto.eks.models import eks_backends

    cluster = eks_backends[account][call.region].clusters.get(cluster_name(call))
    if cluster is None:
        return None
    parts: dict[str, tuple[Any, str]] = {
        "addonName": (getattr(cluster, "addons", {}), "addonArn"),
        "principalArn": (getattr(cluster, "access_entries", {}), "accessEntryArn"),
        "associationId": (getattr(cluster, "pod_identities", {}), "associationArn"),
    }
    for name, (known, key) in parts.items():
        if call.params.get(name) in known:
            return str(known[call.params[name]][key])
    group = cluster.nodegroups.get(str(call.params.get("nodegroupName")))
    return str(group.arn) if group else None


def _stacks(call: Call, account: str) -> list[str]:
    name = str(call.params.get("StackName") or "")
    if not name or call.operation == "ValidateTemplate":
        return ["*"]
    return [name if name.startswith("arn:") else f"arn:aws:cloudformation:{call.region}:{account}:stack/{name}/*"]


def group_names(call: Call, groups: dict[str, Any]) -> list[str]:
    params = call.params
    if params.get("AutoScalingGroupName"):
        return [str(params["AutoScalingGroupName"])]
    if params.get("InstanceId"):
        instance = params["InstanceId"]
        return [name for name, one in groups.items() if any(s.instance.id == instance for s in one.instance_states)]
    return [str(tag.get("ResourceId")) for tag in params.get("Tags") or [] if isinstance(tag, dict)]


def _scaling(call: Call, account: str) -> list[str]:
    from moto.autoscaling.models import autoscaling_backends

    if call.reads:
        return ["*"]
    groups = autoscaling_backends[account][call.region].autoscaling_groups
    base = f"arn:aws:autoscaling:{call.region}:{account}:autoScalingGroup:*:autoScalingGroupName/"
    return [groups[name].arn if name in groups else base + name for name in dict.fromkeys(group_names(call, groups))]


def _iam(call: Call, account: str) -> list[str]:
    base, params = f"arn:aws:iam::{account}:", call.params
    if call.operation == "CreateOpenIDConnectProvider":
        return [f"{base}oidc-provider/{str(params.get('Url')).removeprefix('https://')}"]
    if params.get("OpenIDConnectProviderArn"):
        return [str(params["OpenIDConnectProviderArn"])]
    if call.operation == "CreateServiceLinkedRole":
        return [f"{base}role/aws-service-role/{params.get('AWSServiceName')}/*"]
    role = role_of(call, account) if not params.get("InstanceProfileName") else None
    if role is not None:
        return [str(role.arn)]
    path = str(params.get("Path") or "/")
    if params.get("InstanceProfileName"):
        return [f"{base}instance-profile{path}{params['InstanceProfileName']}"]
    for key, kind in (("RoleName", "role"), ("UserName", "user"), ("PolicyName", "policy"), ("GroupName", "group")):
        if params.get(key):
            return [f"{base}{kind}{path}{params[key]}"]
    return [str(params["PolicyArn"])] if params.get("PolicyArn") else ["*"]


def _s3(call: Call, account: str) -> list[str]:
    bucket, key = call.params.get("Bucket"), call.params.get("Key")
    if call.operation == "DeleteObjects":
        return [f"arn:aws:s3:::{bucket}/*"]
    return [f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else "")] if bucket else ["*"]


def _route53(call: Call, account: str) -> list[str]:
    identity = str(call.params.get("HostedZoneId") or call.params.get("Id") or "").rpartition("/")[2]
    kind = "change" if call.operation == "GetChange" else "hostedzone"
    return [f"arn:aws:route53:::{kind}/{identity}"] if identity and "ByName" not in call.operation else ["*"]


def _ssm(call: Call, account: str) -> list[str]:
    name = str(call.params.get("Name") or "")
    owner = "" if name.startswith("/aws/service/") else account
    return [f"arn:aws:ssm:{call.region}:{owner}:parameter/{name.lstrip('/')}"] if name else ["*"]


def _balancers(call: Call, account: str) -> list[str]:
    if call.reads:
        return ["*"]
    names = call.params.get("LoadBalancerNames") or [call.params.get("LoadBalancerName") or call.params.get("Name")]
    base = f"arn:aws:elasticloadbalancing:{call.region}:{account}:loadbalancer/"
    arns = _by_parameter(call, account)
    return [base + str(name) for name in names if name] if arns == ["*"] else arns


def _file_systems(call: Call, account: str) -> list[str]:
    identity = call.params.get("FileSystemId") or _system_of(call, account)
    return [f"arn:aws:elasticfilesystem:{call.region}:{account}:file-system/{identity}"] if identity else ["*"]


def _system_of(call: Call, account: str) -> str | None:
    from moto.efs.models import efs_backends

    targets = efs_backends[account][call.region].mount_targets_by_id
    target = targets.get(str(call.params.get("MountTargetId")))
    return str(target.file_system_id) if target else None


def _log_groups(call: Call, account: str) -> list[str]:
    name = call.params.get("logGroupName")
    return [f"arn:aws:logs:{call.region}:{account}:log-group:{name}:*"] if name else _by_parameter(call, account)


def _keys(call: Call, account: str) -> list[str]:
    from moto.kms.models import kms_backends

    base, kms = f"arn:aws:kms:{call.region}:{account}:", kms_backends[account][call.region]
    alias = str(call.params.get("AliasName") or "")
    named = str(call.params.get("KeyId") or call.params.get("TargetKeyId") or "")
    key = kms.get_key_id_from_alias(alias) if alias and not named else kms.get_key_id(named)
    return [*([base + alias] if alias else []), *([f"{base}key/{key}"] if key else [])]


def _repositories(call: Call, account: str) -> list[str]:
    name = call.params.get("repositoryName")
    return [f"arn:aws:ecr:{call.region}:{account}:repository/{name}"] if name else _by_parameter(call, account)


def _anything(call: Call, account: str) -> list[str]:
    return ["*"]


def _by_parameter(call: Call, account: str) -> list[str]:
    params = call.params
    found = [str(params[key]) for key in params if key.lower().endswith("arn") and str(params[key]).startswith("arn:")]
    return found or ["*"]


_ARNS: dict[str, Callable[[Call, str], list[str]]] = {
    "eks": _eks,
    "cloudformation": _stacks,
    "autoscaling": _scaling,
    "iam": _iam,
    "s3": _s3,
    "route53": _route53,
    "ssm": _ssm,
    "servicequotas": _anything,
    "tagging": _anything,
    "logs": _log_groups,
    "kms": _keys,
    "ecr": _repositories,
    "pricing": _anything,
    "elasticloadbalancing": _balancers,
    "elasticfilesystem": _file_systems,
}
