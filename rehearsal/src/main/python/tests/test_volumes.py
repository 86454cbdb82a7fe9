"""EBS volumes and snapshots."""

import time
from typing import Any

import pytest

from .sim import Sim, error_of, eventually

ZONE = "eu-west-1a"


@pytest.fixture
def ec2(sim: Sim) -> Any:
    """An EC2 client in an empty world."""
    return sim.client("ec2")


def _volume(ec2: Any, **more: Any) -> str:
    return str(ec2.create_volume(Size=1, AvailabilityZone=ZONE, VolumeType="gp3", **more)["VolumeId"])


def _tags(kind: str, **tags: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]


def test_pages_are_stable_and_skip_nothing_while_volumes_go(ec2: Any) -> None:
    made = [_volume(ec2) for _ in range(12)]
    first = ec2.describe_volumes(MaxResults=5)
    for volume in made[:3]:
        ec2.delete_volume(VolumeId=volume)
    second = ec2.describe_volumes(MaxResults=5, NextToken=first["NextToken"])
    third = ec2.describe_volumes(MaxResults=5, NextToken=second["NextToken"])

    pages = [[v["VolumeId"] for v in page["Volumes"]] for page in (first, second, third)]
    assert pages == [made[:5], made[5:10], made[10:]]
    assert "NextToken" not in third


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"MaxResults": 4}, "InvalidParameterValue"),
        ({"MaxResults": 5, "VolumeIds": ["vol-0123456789abcdef0"]}, "InvalidParameterCombination"),
        ({"NextToken": "bm9uc2Vuc2U="}, "InvalidParameterValue"),
        ({"VolumeIds": ["vol-0123456789abcdef0"]}, "InvalidVolume.NotFound"),
        ({"Filters": [{"Name": "colour", "Values": ["red"]}]}, "InvalidParameterValue"),
    ],
)
def test_bad_requests_are_refused(ec2: Any, parameters: dict[str, Any], code: str) -> None:
    assert error_of(lambda: ec2.describe_volumes(**parameters)) == code


def test_a_token_fits_only_its_own_query(ec2: Any) -> None:
    for _ in range(6):
        _volume(ec2)
    token = ec2.describe_volumes(MaxResults=5)["NextToken"]
    filters = [{"Name": "status", "Values": ["available"]}]
    assert error_of(lambda: ec2.describe_volumes(Filters=filters, NextToken=token)) == "InvalidParameterValue"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("status", ["available"], "ab"),
        ("tag:hub", ["ds100"], "a"),
        ("tag:hub", ["ds*", "nothing"], "a"),
        ("tag:hub", ["?tat200"], "b"),
        ("tag:hub", [r"\*"], "c"),
        ("tag-key", ["hub"], "abc"),
        ("volume-type", ["gp2"], ""),
    ],
)
def test_filters(ec2: Any, name: str, values: list[str], expected: str) -> None:
    hubs = {"a": "ds100", "b": "stat200", "c": "*"}
    made = {_volume(ec2, TagSpecifications=_tags("volume", hub=hub)): key for key, hub in hubs.items()}
    instance = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, Placement={"AvailabilityZone": ZONE})
    in_use = next(volume for volume, key in made.items() if key == "c")
    ec2.attach_volume(VolumeId=in_use, InstanceId=instance["Instances"][0]["InstanceId"], Device="/dev/xvdb")

    found = ec2.describe_volumes(Filters=[{"Name": name, "Values": values}])["Volumes"]
    assert "".join(sorted(made[v["VolumeId"]] for v in found if v["VolumeId"] in made)) == expected


def test_a_volume_in_use_and_an_absent_one(ec2: Any) -> None:
    volume = _volume(ec2)
    instance = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, Placement={"AvailabilityZone": ZONE})
    instance_id = instance["Instances"][0]["InstanceId"]
    attach = lambda: ec2.attach_volume(VolumeId=volume, InstanceId=instance_id, Device="/dev/xvdb")  # noqa: E731
    attach()
    described = ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]
    assert (described["State"], described["Attachments"][0]["InstanceId"]) == ("in-use", instance_id)
    assert error_of(attach) == "VolumeInUse"
    assert error_of(lambda: ec2.delete_volume(VolumeId=volume)) == "VolumeInUse"
    ec2.detach_volume(VolumeId=volume)
    assert error_of(lambda: ec2.detach_volume(VolumeId=volume)) == "IncorrectState"
    assert error_of(lambda: ec2.delete_volume(VolumeId=volume)) == "SUCCESS"
    assert error_of(lambda: ec2.delete_volume(VolumeId=volume)) == "InvalidVolume.NotFound"
    assert error_of(lambda: ec2.create_snapshot(VolumeId=volume)) == "InvalidVolume.NotFound"


def test_a_snapshot_is_pending_first(sim: Sim, ec2: Any) -> None:
    sim.admin("POST", "delays", {"snapshot": 0.5})
    volume = _volume(ec2)
    made = ec2.create_snapshot(VolumeId=volume, TagSpecifications=_tags("snapshot", run="r1"))
    assert (made["State"], made["Progress"]) == ("pending", "0%")
    pending = error_of(lambda: ec2.create_volume(SnapshotId=made["SnapshotId"], AvailabilityZone=ZONE))
    assert pending == "IncorrectState"

    described = lambda: ec2.describe_snapshots(SnapshotIds=[made["SnapshotId"]])["Snapshots"][0]  # noqa: E731
    eventually(lambda: described()["State"] == "completed")
    assert described()["Tags"] == [{"Key": "run", "Value": "r1"}]
    ec2.delete_snapshot(SnapshotId=made["SnapshotId"])
    assert error_of(described) == "InvalidSnapshot.NotFound"


def test_snapshots_are_filtered_and_paged(ec2: Any) -> None:
    volumes = [_volume(ec2) for _ in range(2)]
    specification = _tags("snapshot", run="r1")
    made = [ec2.create_snapshot(VolumeId=v, TagSpecifications=specification)["SnapshotId"] for v in volumes * 4]

    of_first = [{"Name": "volume-id", "Values": [volumes[0]]}, {"Name": "tag:run", "Values": ["r1"]}]
    found = ec2.describe_snapshots(OwnerIds=["self"], Filters=of_first)["Snapshots"]
    assert [s["SnapshotId"] for s in found] == made[::2]
    first = ec2.describe_snapshots(OwnerIds=["self"], MaxResults=5)
    second = ec2.describe_snapshots(OwnerIds=["self"], MaxResults=5, NextToken=first["NextToken"])
    assert [s["SnapshotId"] for page in (first, second) for s in page["Snapshots"]] == made


def test_tags_of_many_resources(ec2: Any, sim: Sim) -> None:
    sim.seed("10k", count=1001)
    volumes = [v["id"] for v in sim.admin("GET", "state")["volumes"]]
    tag = [{"Key": "reviewed", "Value": "yes"}]
    assert error_of(lambda: ec2.create_tags(Resources=volumes, Tags=tag)) == "InvalidParameterValue"
    ec2.create_tags(Resources=volumes[:1000], Tags=tag)
    ec2.delete_tags(Resources=volumes[:1], Tags=[{"Key": "reviewed"}])
    found = ec2.describe_volumes(Filters=[{"Name": "tag:reviewed", "Values": ["yes"]}])["Volumes"]
    assert [v["VolumeId"] for v in found] == volumes[1:1000]
    reserved = [{"Key": "aws:owner", "Value": "x"}]
    assert error_of(lambda: ec2.create_tags(Resources=volumes[:1], Tags=reserved)) == "InvalidParameterValue"


def test_ten_thousand_volumes_within_ten_seconds(ec2: Any, sim: Sim) -> None:
    start = time.monotonic()
    summary = sim.seed("10k")
    seeded = time.monotonic()
    pages = list(ec2.get_paginator("describe_volumes").paginate(PaginationConfig={"PageSize": 500}))
    assert (summary["volumeCount"], summary["snapshotCount"]) == (10_000, 5_000)
    assert [len(page["Volumes"]) for page in pages] == [500] * 20
    assert seeded - start < 5
    assert time.monotonic() - seeded < 10


def test_tags_go_with_their_volume(ec2: Any) -> None:
    volume = _volume(ec2, TagSpecifications=_tags("volume", hub="ds100"))
    snapshot = ec2.create_snapshot(VolumeId=volume, TagSpecifications=_tags("snapshot", hub="ds100"))["SnapshotId"]
    tagged = lambda: {tag["ResourceId"] for tag in ec2.describe_tags()["Tags"]}  # noqa: E731
    assert tagged() == {volume, snapshot}
    ec2.delete_volume(VolumeId=volume)
    assert tagged() == {snapshot}
    ec2.delete_snapshot(SnapshotId=snapshot)
    assert tagged() == set()
