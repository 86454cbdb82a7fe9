"""Registered callers: identity, permissions, expiry."""

import copy
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .sim import ACCOUNT, Sim, error_of

KEY = "AKIDWORKERWORKERWORK"
ARN = f"arn:aws:iam::{ACCOUNT}:user/worker"
ZONE = "eu-west-1a"

TAGGED = {"StringEquals": {"aws:ResourceTag/team": "hubs"}}
POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["ec2:Describe*", "eks:DescribeCluster"], "Resource": "*"},
        {"Effect": "Allow", "Action": "ec2:DeleteVolume", "Resource": "*", "Condition": TAGGED},
        {"Effect": "Allow", "Action": "ec2:CreateSnapshot", "Resource": "arn:aws:ec2:*:*:volume/*"},
        {
            "Effect": "Allow",
            "Action": "ec2:CreateSnapshot",
            "Resource": "arn:aws:ec2:*::snapshot/*",
            "Condition": {
                "StringLike": {"aws:RequestTag/run": "r-*"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["run"]},
            },
        },
        {
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": "arn:aws:ec2:*::snapshot/*",
            "Condition": {"StringEquals": {"ec2:CreateAction": "CreateSnapshot"}},
        },
        {"Effect": "Deny", "Action": "ec2:DescribeVpcs", "Resource": "*"},
    ],
}


def _register(sim: Sim, **more: Any) -> Any:
    sim.admin("POST", "callers", [{"accessKeyId": KEY, "name": "worker", "arn": ARN, **more}])
    return sim.client("ec2", KEY)


def _volume(sim: Sim, **tags: str) -> str:
    given = [{"Key": key, "Value": value} for key, value in tags.items()]
    specification = [{"ResourceType": "volume", "Tags": given}] if given else []
    made = sim.client("ec2").create_volume(Size=1, AvailabilityZone=ZONE, TagSpecifications=specification)
    return str(made["VolumeId"])


def test_identity_is_the_registered_one(sim: Sim) -> None:
    _register(sim)
    identity = sim.client("sts", KEY).get_caller_identity()
    assert (identity["Arn"], identity["Account"]) == (ARN, ACCOUNT)


def test_a_caller_sees_its_own_account(sim: Sim) -> None:
    other = "arn:aws:iam::210987654321:user/worker"
    sim.admin("POST", "callers", [{"accessKeyId": KEY, "name": "worker", "arn": other}])
    _volume(sim)
    assert sim.client("ec2", KEY).describe_volumes()["Volumes"] == []


def test_what_no_statement_allows_is_denied_in_aws_words(sim: Sim) -> None:
    ec2 = _register(sim, policy=POLICY)
    volume = _volume(sim)
    with pytest.raises(ClientError) as denied:
        ec2.delete_volume(VolumeId=volume)
    error = denied.value.response["Error"]
    assert error["Code"] == "UnauthorizedOperation"
    assert f"User: {ARN} is not authorized to perform: ec2:DeleteVolume on resource: " in error["Message"]
    assert f"volume/{volume}" in error["Message"]
    assert denied.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert len(sim.client("ec2").describe_volumes()["Volumes"]) == 1


def test_resource_tags_open_and_close(sim: Sim) -> None:
    ec2 = _register(sim, policy=POLICY)
    ours, theirs = _volume(sim, team="hubs"), _volume(sim, team="databases")
    assert error_of(lambda: ec2.delete_volume(VolumeId=theirs)) == "UnauthorizedOperation"
    assert error_of(lambda: ec2.delete_volume(VolumeId=theirs, DryRun=True)) == "UnauthorizedOperation"
    assert error_of(lambda: ec2.delete_volume(VolumeId=ours, DryRun=True)) == "DryRunOperation"
    assert error_of(lambda: ec2.delete_volume(VolumeId=ours)) == "SUCCESS"


def test_request_tags_and_create_action(sim: Sim) -> None:
    ec2 = _register(sim, policy=POLICY)
    volume = _volume(sim)

    def create(**tags: str) -> str:
        given = [{"Key": key, "Value": value} for key, value in tags.items()]
        specification = [{"ResourceType": "snapshot", "Tags": given}] if given else []
        return error_of(lambda: ec2.create_snapshot(VolumeId=volume, TagSpecifications=specification))

    assert create(run="r-1") == "SUCCESS"
    assert create(run="x") == create() == create(run="r-1", other="y") == "UnauthorizedOperation"
    snapshot = sim.admin("GET", "state")["snapshots"][0]["id"]
    later = error_of(lambda: ec2.create_tags(Resources=[snapshot], Tags=[{"Key": "run", "Value": "r-1"}]))
    assert later == "UnauthorizedOperation"


def test_a_deny_wins(sim: Sim) -> None:
    ec2 = _register(sim, policy=POLICY)
    assert error_of(ec2.describe_subnets) == "SUCCESS"
    assert error_of(ec2.describe_vpcs) == "UnauthorizedOperation"


def test_other_protocols_have_their_own_codes(sim: Sim) -> None:
    _register(sim, policy=POLICY)
    assert error_of(sim.client("eks", KEY).list_clusters) == "AccessDeniedException"
    assert error_of(sim.client("elbv2", KEY).describe_load_balancers) == "AccessDenied"
    assert error_of(sim.client("sts", KEY).get_caller_identity) == "SUCCESS"


def test_an_expired_key(sim: Sim) -> None:
    ec2 = _register(sim, expired=True)
    assert error_of(ec2.describe_volumes) == "RequestExpired"
    assert error_of(sim.client("eks", KEY).list_clusters) == "ExpiredTokenException"
    assert error_of(sim.client("sts", KEY).get_caller_identity) == "ExpiredToken"


def test_an_assumed_role_is_a_caller_with_a_session(sim: Sim) -> None:
    _register(sim, policy={"Statement": {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": "*"}})
    role = f"arn:aws:iam::{ACCOUNT}:role/operator"
    made = sim.client("sts", KEY).assume_role(RoleArn=role, RoleSessionName="run-7")
    assumed = made["Credentials"]["AccessKeyId"]
    identity = sim.client("sts", assumed).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/operator/run-7"
    assert error_of(sim.client("ec2", assumed).describe_volumes) == "UnauthorizedOperation"
    assert {e["session"] for e in sim.log()[-2:]} == {"run-7"}


def _broken(**change: Any) -> dict[str, Any]:
    policy = copy.deepcopy(POLICY)
    policy["Statement"][0].update(change)
    return policy


@pytest.mark.parametrize(
    "policy",
    [
        _broken(NotAction="ec2:*"),
        _broken(Principal="*"),
        _broken(Effect="Maybe"),
        _broken(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
        _broken(Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}}),
        _broken(Condition={"ForEach:StringEquals": {"aws:TagKeys": "a"}}),
        _broken(Condition={"StringEquals": {"aws:ResourceTag/a": "${aws:username}"}}),
        _broken(Resource="arn:aws:ec2:*:*:volume/${aws:username}"),
        {"Version": "2012-10-17"},
    ],
)
def test_what_is_not_evaluated_is_refused_at_registration(sim: Sim, policy: dict[str, Any]) -> None:
    given = [{"accessKeyId": KEY, "name": "worker", "arn": ARN, "policy": policy}]
    status, answer = sim.admin_raw("POST", "callers", given)
    assert status == 400, answer


def test_unsigned_requests_are_refused(sim: Sim) -> None:
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{sim.url}/?Action=DescribeVolumes", timeout=10)
    assert refused.value.code == 403
