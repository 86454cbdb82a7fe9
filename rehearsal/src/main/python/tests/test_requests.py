"""Client tokens, dry runs, the request log and faults."""

import time
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from .sim import ACCOUNT, Sim, error_of, make_role

ZONE = "eu-west-1a"


def test_a_client_token_makes_one_volume(sim: Sim) -> None:
    ec2 = sim.client("ec2")
    create = lambda size: ec2.create_volume(Size=size, AvailabilityZone=ZONE, ClientToken="t1")  # noqa: E731
    assert create(1)["VolumeId"] == create(1)["VolumeId"]
    assert error_of(lambda: create(2)) == "IdempotentParameterMismatch"
    assert len(ec2.describe_volumes()["Volumes"]) == 1


def test_a_client_token_makes_one_cluster(sim: Sim) -> None:
    eks = sim.client("eks")
    role = make_role(sim, "cluster")
    given = {"name": "lab", "roleArn": role, "resourcesVpcConfig": {}, "clientRequestToken": "t1"}
    assert eks.create_cluster(**given)["cluster"]["arn"] == eks.create_cluster(**given)["cluster"]["arn"]
    assert error_of(lambda: eks.create_cluster(**given, version="1.30")) == "InvalidParameterException"
    other = {**given, "clientRequestToken": "t2"}
    assert error_of(lambda: eks.create_cluster(**other)) == "ResourceInUseException"


def test_a_creation_token_of_a_file_system_is_refused_the_second_time(sim: Sim) -> None:
    efs = sim.client("efs")
    system = efs.create_file_system(CreationToken="t1")["FileSystemId"]
    assert error_of(lambda: efs.create_file_system(CreationToken="t1")) == "FileSystemAlreadyExists"
    point = lambda: efs.create_access_point(FileSystemId=system, ClientToken="t2")  # noqa: E731
    assert [error_of(point), error_of(point)] == ["SUCCESS", "AccessPointAlreadyExists"]


def test_a_dry_run_changes_nothing_and_is_not_mutating(sim: Sim) -> None:
    ec2 = sim.client("ec2")
    volume = ec2.create_volume(Size=1, AvailabilityZone=ZONE)["VolumeId"]
    assert error_of(lambda: ec2.delete_volume(VolumeId=volume, DryRun=True)) == "DryRunOperation"
    assert len(ec2.describe_volumes()["Volumes"]) == 1
    assert [entry["operation"] for entry in sim.log("mutating=true")] == ["CreateVolume"]


def test_the_log_tells_who_did_what_to_which(sim: Sim) -> None:
    key = "AKIDWORKERWORKERWORK"
    sim.admin("POST", "callers", [{"accessKeyId": key, "name": "worker", "arn": f"arn:aws:iam::{ACCOUNT}:user/worker"}])
    sim.seed("default", clusters=("lab",))
    ec2 = sim.client("ec2", key, user_agent_extra="session/run-7")
    volume = ec2.create_volume(Size=1, AvailabilityZone=ZONE)["VolumeId"]
    error_of(lambda: ec2.delete_volume(VolumeId="vol-0123456789abcdef0"))
    sim.client("eks", key).describe_cluster(name="lab")
    sim.client("elbv2", key).describe_load_balancers()
    sim.client("s3").list_buckets()

    entries = sim.log("caller=worker")
    seen = [(e["service"], e["operation"], e["mutating"], e["status"], e["error"], e["resources"]) for e in entries]
    assert seen == [
        ("ec2", "CreateVolume", True, 200, None, [volume]),
        ("ec2", "DeleteVolume", True, 400, "InvalidVolume.NotFound", ["vol-0123456789abcdef0"]),
        ("eks", "DescribeCluster", False, 200, None, ["lab"]),
        ("elasticloadbalancing", "DescribeLoadBalancers", False, 200, None, []),
    ]
    assert entries[0]["session"] == "run-7"
    last = sim.log(f"since={entries[-1]['n']}")
    assert [(e["caller"], e["service"], e["operation"]) for e in last] == [("unregistered", "s3", "ListBuckets")]


def test_the_log_keeps_paging_parameters(sim: Sim) -> None:
    sim.client("ec2").describe_volumes(MaxResults=500)
    assert sim.log()[0]["params"] == {"MaxResults": 500}


@pytest.mark.parametrize(
    ("service", "operation", "kind", "code", "status"),
    [
        ("ec2", "describe_volumes", "throttle", "RequestLimitExceeded", 503),
        ("eks", "list_clusters", "throttle", "ThrottlingException", 429),
        ("sts", "get_caller_identity", "throttle", "Throttling", 400),
        ("ec2", "describe_volumes", "error", "InternalError", 500),
        ("eks", "list_clusters", "error", "InternalFailure", 500),
    ],
)
def test_refusing_faults(sim: Sim, service: str, operation: str, kind: str, code: str, status: int) -> None:
    sim.admin("POST", "faults", [{"kind": kind, "service": service, "operation": "*", "count": 1, "after": 1}])
    call = getattr(sim.client(service), operation)
    assert [error_of(call) for _ in range(3)] == ["SUCCESS", code, "SUCCESS"]
    assert sim.admin("GET", "faults")[0]["fired"] == 1
    assert [entry["status"] for entry in sim.log()] == [200, status, 200]


def test_a_lost_reply_does_the_operation_once_with_a_token(sim: Sim) -> None:
    sim.admin("POST", "faults", [{"kind": "lost-reply", "service": "ec2", "operation": "CreateVolume", "count": 1}])
    with pytest.raises(ConnectionClosedError):
        sim.client("ec2").create_volume(Size=1, AvailabilityZone=ZONE)
    retrying = sim.client("ec2", attempts=2)
    sim.admin("POST", "faults", [{"kind": "lost-reply", "service": "ec2", "operation": "CreateVolume", "count": 1}])
    retrying.create_volume(Size=1, AvailabilityZone=ZONE)
    assert len(sim.admin("GET", "state")["volumes"]) == 2
    assert [e["error"] for e in sim.log("mutating=true")] == ["lost-reply", "lost-reply", None]


def test_a_timeout_does_nothing_and_lasts_until_the_client_hangs_up(sim: Sim) -> None:
    sim.admin("POST", "faults", [{"kind": "timeout", "service": "ec2", "operation": "CreateVolume"}])
    with pytest.raises(ReadTimeoutError):
        sim.client("ec2", read_timeout=1).create_volume(Size=1, AvailabilityZone=ZONE)
    assert sim.admin("GET", "state")["volumes"] == []
    entry = sim.log()[0]
    assert (entry["status"], entry["error"]) == (None, "timeout")


def test_a_slow_request_is_answered_late(sim: Sim) -> None:
    sim.admin("POST", "faults", [{"kind": "slow", "service": "*", "operation": "*"}])
    start = time.monotonic()
    sim.client("ec2").describe_volumes()
    assert 5 <= time.monotonic() - start < 8


@pytest.mark.parametrize(
    "fault", [{"kind": "meteor"}, {"kind": "error", "count": 1, "rate": 5}, {"kind": "slow", "x": 1}]
)
def test_unknown_faults_are_refused(sim: Sim, fault: dict[str, Any]) -> None:
    assert sim.admin_raw("POST", "faults", [fault])[0] == 400


def test_a_rate_hits_about_that_share(sim: Sim) -> None:
    sim.admin("POST", "faults", [{"kind": "throttle", "service": "sts", "operation": "*", "rate": 50}])
    sts = sim.client("sts")
    errors = [error_of(sts.get_caller_identity) for _ in range(60)]
    assert 10 < errors.count("Throttling") < 50


def test_an_id_in_a_tag_or_description_is_not_what_a_request_is_about(sim: Sim) -> None:
    mentioned = "vol-0fedcba9876543210"
    tags = [{"ResourceType": "volume", "Tags": [{"Key": "copy-of", "Value": mentioned}]}]
    volume = sim.client("ec2").create_volume(Size=1, AvailabilityZone=ZONE, TagSpecifications=tags)["VolumeId"]
    assert sim.log()[0]["resources"] == [volume]


def test_secrets_are_not_logged(sim: Sim) -> None:
    sim.client("secretsmanager").create_secret(Name="hub", SecretString="canary-in-a-secret")
    sim.client("ssm").put_parameter(Name="hub", Value="canary-in-a-parameter", Type="String")
    assert [e["operation"] for e in sim.log()] == ["CreateSecret", "PutParameter"]
    assert "canary" not in str(sim.log())
