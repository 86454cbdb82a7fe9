"""What gathers round a cluster besides: storage, names, keys, images, endpoints, logs of the network."""

from typing import Any

from moto.ecr.models import ecr_backends
from moto.efs.models import efs_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.route53.models import route53_backends
from moto.s3.models import s3_backends

from ..seed import add_snapshot
from .estate import Estate

ZONE = "example.edu"


def surround(estate: Estate, hosts: list[str], zone: str) -> dict[str, Any]:
    """Makes all of it; answers what the tests and the report need to name."""
    return {
        "endpoints": _endpoints(estate),
        "key": _key(estate),
        "bucket": _bucket(estate),
        "repository": _repository(estate),
        "fileSystem": _file_system(estate),
        "flowLog": _flow_log(estate),
        "records": {"zone": _zone(estate, zone), "names": [*hosts, *(f"*.{host}" for host in hosts[:1])]},
    }


def _endpoints(estate: Estate) -> list[str]:
    ec2 = estate.ec2
    gateway = ec2.create_vpc_endpoint(
        vpc_id=estate.vpc,
        service_name=f"com.amazonaws.{estate.region}.s3",
        endpoint_type="Gateway",
        policy_document=None,
        route_table_ids=[table.id for table in ec2.route_tables.values() if table.vpc_id == estate.vpc],
        tags=estate.tags,
    )
    interface = ec2.create_vpc_endpoint(
        vpc_id=estate.vpc,
        service_name=f"com.amazonaws.{estate.region}.ecr.api",
        endpoint_type="Interface",
        policy_document=None,
        route_table_ids=[],
        subnet_ids=estate.private,
        security_group_ids=[estate.control_plane_group()],
        tags=estate.tags,
    )
    return [str(gateway.id), str(interface.id)]


def _key(estate: Estate) -> dict[str, str]:
    kms = kms_backends[estate.account][estate.region]
    tags = [{"TagKey": key, "TagValue": value} for key, value in estate.tags.items()]
    key = kms.create_key(
        None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", f"Secrets of {estate.name}", tags, False, "AWS_KMS"
    )
    alias = f"alias/eks/{estate.name}"
    kms.create_alias(key.id, alias)
    estate.cluster().encryption_config = [{"resources": ["secrets"], "provider": {"keyArn": key.arn}}]
    return {"id": str(key.id), "alias": alias}


def _bucket(estate: Estate) -> str:
    s3, name = s3_backends[estate.account]["aws"], f"{estate.account}-{estate.name}-velero"
    s3.create_bucket(name, estate.region)
    s3.put_bucket_tagging(name, estate.tags)
    s3.put_object(name, "backups/daily/velero-backup.json", b"{}")
    return name


def _repository(estate: Estate) -> str:
    ecr, name = ecr_backends[estate.account][estate.region], f"{estate.name}/singleuser"
    tags = [{"Key": key, "Value": value} for key, value in estate.tags.items()]
    ecr.create_repository(name, None, {}, None, "MUTABLE", tags)
    return name


def _file_system(estate: Estate) -> dict[str, Any]:
    efs = efs_backends[estate.account][estate.region]
    tags = [{"Key": key, "Value": value} for key, value in {**estate.tags, "Name": f"{estate.name}-shared"}.items()]
    system = efs.create_file_system(f"{estate.name}-shared", "generalPurpose", False, "", "bursting", 0, "", False, tags)
    targets = [
        efs.create_mount_target(system.file_system_id, subnet, security_groups=[estate.control_plane_group()])
        for subnet in estate.private
    ]
    return {"id": str(system.file_system_id), "mountTargets": [str(one.mount_target_id) for one in targets]}


def _flow_log(estate: Estate) -> str:
    group = f"/vpc/{estate.name}/flow"
    logs_backends[estate.account][estate.region].create_log_group(group, estate.tags)
    made, _ = estate.ec2.create_flow_logs(
        resource_type="VPC",
        resource_ids=[estate.vpc],
        traffic_type="ALL",
        deliver_logs_permission_arn=estate.outputs["NodeRoleARN"],
        log_destination_type="cloud-watch-logs",
        log_destination="",
        log_group_name=group,
        log_format="",
        max_aggregation_interval=600,
    )
    return str(made[0].id)


def _zone(estate: Estate, zone: str) -> str:
    zones = route53_backends[estate.account]["aws"]
    known = next((one for one in zones.zones.values() if one.name.rstrip(".") == zone), None)
    return str((known or zones.create_hosted_zone(f"{zone}.", private_zone=False)).id)


def point(estate: Estate, records: dict[str, Any], balancer: str) -> None:
    """Lets the cluster's names, and those below the first of them, lead to its load balancer."""
    zones = route53_backends[estate.account]["aws"]
    for name in records["names"]:
        content = {"Name": f"{name}.", "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": balancer}]}
        zones.change_resource_record_sets(records["zone"], [{"Action": "UPSERT", "ResourceRecordSet": content}])


def kept_snapshot(estate: Estate, volume: Any) -> str:
    """A snapshot of a volume, as the backups take them."""
    snapshot = add_snapshot(estate.ec2, volume, 2, {**estate.tags, **estate.owned})
    return str(snapshot.id)
