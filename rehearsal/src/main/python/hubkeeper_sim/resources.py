"""Everything that can be left behind, by kind: for proofs that must not go through the API under test."""

from collections.abc import Iterator
from typing import Any

Resource = dict[str, Any]


def resources() -> list[Resource]:
    """All resources of all accounts and regions, but for what every account has by itself."""
    return [*_network(), *_compute(), *_balancers(), *_clusters(), *_stacks(), *_storage(), *_identities(), *_others()]


def _places(backends: Any) -> Iterator[tuple[str, str, Any]]:
    for account, regions in list(backends.items()):
        for region, backend in list(regions.items()):
            yield account, region, backend


def _one(account: str, region: str, kind: str, identity: Any, tags: Any = None, **more: Any) -> Resource:
    return {
        "account": account,
        "region": region,
        "kind": kind,
        "id": str(identity),
        "tags": dict(tags or {}),
        **{key: value for key, value in more.items() if value},
    }


def _network() -> Iterator[Resource]:
    from moto.ec2.models import ec2_backends

    for account, region, ec2 in _places(ec2_backends):
        default = {vpc.id for vpc in ec2.vpcs.values() if str(vpc.is_default).lower() == "true"}
        for kind, found in _of_network(ec2):
            for identity, vpc in found:
                if vpc not in default or kind == "interface":
                    tags = ec2.tags.get(identity)
                    yield _one(account, region, kind, identity, tags, vpc=vpc)


def _of_network(ec2: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "vpc", [(one.id, one.id) for one in ec2.vpcs.values()]
    yield "subnet", [(one.id, one.vpc_id) for zone in ec2.subnets.values() for one in zone.values()]
    groups = [one for vpc in ec2.groups.values() for one in vpc.values() if one.name != "default"]
    yield "security-group", [(one.id, one.vpc_id) for one in groups]
    tables = [one for one in ec2.route_tables.values() if one.main_association_id is None]
    yield "route-table", [(one.id, one.vpc_id) for one in tables]
    yield "network-acl", [(one.id, one.vpc_id) for one in ec2.network_acls.values() if not one.default]
    yield "internet-gateway", [(one.id, one.vpc.id if one.vpc else "") for one in ec2.internet_gateways.values()]
    egress = ec2.egress_only_internet_gateways.values()
    yield "egress-only-internet-gateway", [(one.id, one.vpc_id) for one in egress]
    yield "interface", [(one.id, one.vpc_id) for one in ec2.enis.values()]
    gateways = [one for one in ec2.nat_gateways.values() if one.state != "deleted"]
    yield "nat-gateway", [(one.id, one.vpc_id) for one in gateways]
    yield "address", [(one.allocation_id, "") for one in ec2.addresses]
    yield "endpoint", [(one.id, one.vpc_id) for one in ec2.vpc_end_points.values()]
    live = [one for one in ec2.vpc_pcxs.values() if one._status.code not in ("deleted", "rejected", "expired", "failed")]
    yield "peering", [(one.id, one.vpc.id) for one in live]
    yield "vpn-gateway", [(one.id, "") for one in ec2.vpn_gateways.values() if one.state != "deleted"]
    yield "flow-log", [(one.id, one.resource_id) for one in ec2.flow_logs.values()]
    yield "dhcp-options", [(one.id, "") for one in ec2.dhcp_options_sets.values()]


def _compute() -> Iterator[Resource]:
    from moto.autoscaling.models import autoscaling_backends
    from moto.ec2.models import ec2_backends

    for account, region, ec2 in _places(ec2_backends):
        for instance in ec2.all_instances():
            if instance._state.name != "terminated":
                yield _one(account, region, "instance", instance.id, ec2.tags.get(instance.id), vpc=instance.vpc_id)
        for template in ec2.launch_templates.values():
            yield _one(account, region, "launch-template", template.id, ec2.tags.get(template.id), name=template.name)
        for volume in ec2.volumes.values():
            yield _one(account, region, "volume", volume.id, ec2.tags.get(volume.id), state=volume.status)
        for snapshot in ec2.snapshots.values():
            if snapshot.owner_id == account:
                yield _one(account, region, "snapshot", snapshot.id, ec2.tags.get(snapshot.id))
    for account, region, scaling in _places(autoscaling_backends):
        for group in scaling.autoscaling_groups.values():
            tags = {tag["Key"]: tag["Value"] for tag in group.tags}
            yield _one(account, region, "auto-scaling-group", group.name, tags)


def _balancers() -> Iterator[Resource]:
    from moto.elb.models import elb_backends
    from moto.elbv2.models import elbv2_backends

    for account, region, classic in _places(elb_backends):
        for one in classic.load_balancers.values():
            yield _one(account, region, "classic-load-balancer", one.name, one.tags, vpc=one.vpc_id)
    for account, region, network in _places(elbv2_backends):
        for one in network.load_balancers.values():
            tags = network.tagging_service.get_tag_dict_for_resource(one.arn)
            yield _one(account, region, "load-balancer", one.arn, tags, vpc=one.vpc_id, name=one.name)
        for one in network.target_groups.values():
            tags = network.tagging_service.get_tag_dict_for_resource(one.arn)
            yield _one(account, region, "target-group", one.arn, tags, vpc=one.vpc_id, name=one.name)


def _clusters() -> Iterator[Resource]:
    from moto.eks.models import eks_backends

    for account, region, eks in _places(eks_backends):
        for cluster in eks.clusters.values():
            yield _one(account, region, "cluster", cluster.name, cluster.tags)
            for group in cluster.nodegroups.values():
                yield _one(account, region, "node-group", f"{cluster.name}/{group.nodegroup_name}", group.tags)
            for name in cluster.fargate_profiles:
                yield _one(account, region, "fargate-profile", f"{cluster.name}/{name}")
            for name, addon in getattr(cluster, "addons", {}).items():
                yield _one(account, region, "addon", f"{cluster.name}/{name}", addon["tags"])


def _stacks() -> Iterator[Resource]:
    import sys

    if "moto.cloudformation.models" not in sys.modules:
        return
    from moto.cloudformation.models import cloudformation_backends

    for account, region, formation in _places(cloudformation_backends):
        for stack in formation.stacks.values():
            yield _one(account, region, "stack", stack.name, stack.tags, state=stack.status)


def _storage() -> Iterator[Resource]:
    from moto.ecr.models import ecr_backends
    from moto.efs.models import efs_backends
    from moto.s3.models import s3_backends

    for account, region, efs in _places(efs_backends):
        for system in efs.file_systems_by_id.values():
            yield _one(account, region, "file-system", system.file_system_id)
        for target in efs.mount_targets_by_id.values():
            yield _one(account, region, "mount-target", target.mount_target_id)
    for account, region, ecr in _places(ecr_backends):
        for repository in ecr.repositories.values():
            yield _one(account, region, "repository", repository.name)
    for account, region, s3 in _places(s3_backends):
        for bucket in s3.buckets.values():
            yield _one(account, region, "bucket", bucket.name)


def _identities() -> Iterator[Resource]:
    from moto.iam.models import iam_backends

    for account, region, iam in _places(iam_backends):
        for role in iam.roles.values():
            yield _one(account, region, "role", role.name, _tags_of(role))
        for policy in iam.managed_policies.values():
            if ":iam::aws:" not in policy.arn:
                yield _one(account, region, "policy", policy.arn)
        for profile in iam.instance_profiles.values():
            yield _one(account, region, "instance-profile", profile.name)
        for arn in iam.open_id_providers:
            yield _one(account, region, "oidc-provider", arn)


def _tags_of(role: Any) -> dict[str, str]:
    listed = role.tags.values() if isinstance(role.tags, dict) else role.tags or []
    return {tag["Key"]: tag["Value"] for tag in listed}


def _others() -> Iterator[Resource]:
    from moto.kms.models import kms_backends
    from moto.logs.models import logs_backends
    from moto.route53.models import route53_backends

    for account, region, logs in _places(logs_backends):
        for name in logs.groups:
            yield _one(account, region, "log-group", name)
    for account, region, kms in _places(kms_backends):
        for key in kms.keys.values():
            yield _one(account, region, "key", key.id, kms.tagger.get_tag_dict_for_resource(key.id), state=key.key_state)
            for alias in key.aliases:
                yield _one(account, region, "key-alias", alias)
    for account, region, zones in _places(route53_backends):
        for zone in zones.zones.values():
            for record in zone.rrsets:
                if record.type not in ("NS", "SOA"):
                    yield _one(account, region, "record", f"{record.name.rstrip('.')} {record.type}")
