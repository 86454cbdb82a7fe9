"""Velero: a location is Available only if its bucket works for the pod's role; a backup is in the bucket."""

import io
import json
import tarfile
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubkeeper_pods.programs.velero import Velero, duration

from .pods import FakeApi, FakeGiven
from .sim import ACCOUNT, Sim

BASE = "/apis/velero.io/v1/namespaces/tools"
KEY = "ASIAVELERO0000000000"


class World:
    """A Velero with a location, a role and a namespace to back up."""

    def __init__(self, sim: Sim, place: Path, actions: list[str], region: str = "eu-west-1") -> None:
        placed = {"LocationConstraint": "eu-west-1"}
        sim.client("s3").create_bucket(Bucket="backups", CreateBucketConfiguration=placed)
        arns = ["arn:aws:s3:::backups", "arn:aws:s3:::backups/*"]
        statement = {"Effect": "Allow", "Action": actions, "Resource": arns}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/velero/velero"
        sim.admin("POST", "callers", [{"accessKeyId": KEY, "name": "velero", "arn": arn, "policy": policy}])
        self.api = FakeApi()
        storage = {"bucket": "backups", "prefix": "lab"}
        spec = {"provider": "aws", "config": {"region": region}, "objectStorage": storage}
        self.location = self.api.put(f"{BASE}/backupstoragelocations/default", spec=spec)
        self.given = FakeGiven(place, self.api, aws={"endpoint": sim.url, "region": region, "key": KEY})
        self.velero = Velero(self.given)

    def backup(self) -> Any:
        """A backup of the namespace hub."""
        self.api.put("/api/v1/namespaces/hub")
        self.api.put("/apis", groups=[])
        resources = [{"name": "configmaps", "namespaced": True, "verbs": ["list", "create"]}]
        self.api.put("/api/v1", resources=resources)
        self.api.put("/api/v1/namespaces/hub/configmaps/c", data={"a": "1"})
        spec = {"includedNamespaces": ["hub"], "storageLocation": "default", "ttl": "1h0m0s"}
        made = self.api.put(f"{BASE}/backups/test", spec=spec)
        made["apiVersion"] = "velero.io/v1"
        return made


ALL = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"]


def test_a_backup_is_in_the_bucket_and_can_be_fetched(sim: Sim, tmp_path: Path) -> None:
    world = World(sim, tmp_path, ALL)
    backup = world.backup()
    target = {"kind": "BackupContents", "name": "test"}
    request = world.api.put(f"{BASE}/downloadrequests/test", spec={"target": target})
    world.velero.round()
    assert world.location["status"]["phase"] == "Available"
    status = backup["status"]
    assert (status["phase"], status["progress"]["itemsBackedUp"], status["errors"]) == ("Completed", 2, 0)
    with urllib.request.urlopen(request["status"]["downloadURL"], timeout=5) as response:
        archive = tarfile.open(fileobj=io.BytesIO(response.read()), mode="r:gz")
    member = archive.extractfile("resources/configmaps/namespaces/hub/c.json")
    assert member is not None and json.load(member)["data"] == {"a": "1"}
    keys = {one["Key"] for one in sim.client("s3").list_objects_v2(Bucket="backups")["Contents"]}
    assert "lab/backups/test/velero-backup.json" in keys and len(keys) == 5


def _wrong_bucket(world: World) -> None:
    world.location["spec"]["objectStorage"]["bucket"] = "another"


def _no_role(world: World) -> None:
    world.velero = Velero(FakeGiven(world.given._file.parent, world.api))


@pytest.mark.parametrize(
    ("actions", "region", "change", "reason"),
    [
        (ALL, "eu-west-1", _wrong_bucket, "AccessDenied|NoSuchBucket|403|404"),
        (["s3:ListBucket"], "eu-west-1", None, "s3:PutObject"),
        (ALL, "us-west-2", None, "bucket backups is in region eu-west-1, not us-west-2"),
        (ALL, "eu-west-1", _no_role, "the service account has no role"),
    ],
)
def test_a_location_that_does_not_work_is_unavailable(
    sim: Sim, tmp_path: Path, actions: list[str], region: str, change: Callable[[World], None] | None, reason: str
) -> None:
    world = World(sim, tmp_path, actions, region)
    if change:
        change(world)
    backup = world.backup()
    world.velero.round()
    assert world.location["status"]["phase"] == "Unavailable"
    assert any(part in world.location["status"]["message"] for part in reason.split("|"))
    assert backup["status"]["phase"] == "FailedValidation"


def test_durations() -> None:
    assert duration("720h0m0s").total_seconds() == 720 * 3600
    assert duration("10m").total_seconds() == 600
