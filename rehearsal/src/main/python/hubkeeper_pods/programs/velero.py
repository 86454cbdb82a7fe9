"""Velero: a location that is Available only if its bucket works, and backups that are in the bucket."""

import configparser
import http.client
import logging
import re
import time
from datetime import datetime, timedelta, timezone

from ..api import Api, ApiError, Object
from ..aws import Aws, AwsError
from ..given import Given, Refused
from ..status import now
from ..web import Reply, serve
from .velero_backup import write_backup

LOG = logging.getLogger(__name__)

ROUND_SECONDS = 0.5
VALIDATION_SECONDS = 5.0
TTL = "720h0m0s"


class Velero:
    """One round looks at everything that waits."""

    def __init__(self, given: Given) -> None:
        self._given, self._api = given, given.kubernetes()
        self._validated: dict[str, tuple[str, float]] = {}

    def round(self) -> None:
        """Validates locations, runs new backups, answers requests for downloads, enables schedules."""
        for location in self._all("backupstoragelocations"):
            self._validate(location)
        for backup in self._all("backups"):
            if backup.get("status", {}).get("phase", "New") == "New":
                self._back_up(backup)
        for request in self._all("downloadrequests"):
            if request.get("status", {}).get("phase", "New") == "New":
                self._answer(request)
        for schedule in self._all("schedules"):
            if "phase" not in schedule.get("status", {}):
                self._enable(schedule)

    def aws(self, region: str) -> Aws:
        """AWS by the mounted access key if there is one, else by the pod's role."""
        file = self._given.env.get("AWS_SHARED_CREDENTIALS_FILE")
        if file is None:
            role = self._given.aws()
            return Aws(role.endpoint, region, role.key)
        config = configparser.ConfigParser()
        config.read(self._given.path(file), encoding="utf-8")
        key = config.get("default", "aws_access_key_id", fallback=None)
        if key is None:
            raise Refused(f"no aws_access_key_id of the profile default in {file}")
        return Aws(str(self._given.rehearsal["simulator"]), region, key)

    def _validate(self, location: Object) -> None:
        name, version = location["metadata"]["name"], str(location["spec"])
        known, until = self._validated.get(name, ("", 0.0))
        if known == version and time.monotonic() < until:
            return
        self._validated[name] = version, time.monotonic() + VALIDATION_SECONDS
        try:
            self._try(location)
            outcome = {"phase": "Available", "message": None}
        except (AwsError, Refused, OSError) as refused:
            outcome = {"phase": "Unavailable", "message": f"BackupStorageLocation \"{name}\" is unavailable: {refused}"}
        before = location.get("status", {})
        if any(before.get(key) != value for key, value in outcome.items()):
            LOG.info("location %s: %s", name, outcome)
            self._set("backupstoragelocations", name, {**outcome, "lastValidationTime": now()})

    def _try(self, location: Object) -> None:
        region, bucket, prefix = place_of(location)
        aws = self.aws(region)
        actual = aws.bucket_region(bucket)
        if actual != region:
            raise Refused(f"bucket {bucket} is in region {actual}, not {region}")
        probe = f"{prefix}backups/.hubkeeper-rehearsal"
        aws.put_object(bucket, probe, b"", "text/plain")
        aws.delete_object(bucket, probe)

    def _back_up(self, backup: Object) -> None:
        name, spec = backup["metadata"]["name"], backup.get("spec", {})
        location = self._find("backupstoragelocations", spec.get("storageLocation") or "default")
        problem = None
        if location is None:
            problem = "an existing backup storage location was not specified"
        elif location.get("status", {}).get("phase") != "Available":
            problem = "backup can't be created because the backup storage location is currently unavailable"
        if problem or location is None:
            self._set("backups", name, {"phase": "FailedValidation", "validationErrors": [problem]})
            return
        ends = datetime.now(timezone.utc) + duration(spec.get("ttl") or TTL)
        begun = {"phase": "InProgress", "startTimestamp": now(), "version": 1, "formatVersion": "1.1.0"}
        self._set("backups", name, {**begun, "expiration": ends.strftime("%Y-%m-%dT%H:%M:%SZ")})
        try:
            region, bucket, prefix = place_of(location)
            done = write_backup(self._api, self.aws(region), bucket, f"{prefix}backups/{name}", backup)
        except (AwsError, Refused, ApiError, OSError) as refused:
            done = {"phase": "Failed", "failureReason": str(refused)}
        LOG.info("backup %s: %s", name, done)
        self._set("backups", name, {**done, "completionTimestamp": now()})

    def _answer(self, request: Object) -> None:
        target = request["spec"]["target"]
        backup = self._find("backups", target["name"])
        named = (backup or {}).get("spec", {}).get("storageLocation")
        location = self._find("backupstoragelocations", named or "default")
        suffix = {
            "BackupContents": ".tar.gz",
            "BackupLog": "-logs.gz",
            "BackupResourceList": "-resource-list.json.gz",
            "BackupVolumeSnapshots": "-volumesnapshots.json.gz",
        }.get(target["kind"])
        if backup is None or location is None or suffix is None:
            return
        region, bucket, prefix = place_of(location)
        try:
            url = self.aws(region).object_url(bucket, f"{prefix}backups/{target['name']}/{target['name']}{suffix}")
        except Refused as refused:
            LOG.warning("download: %s", refused)
            return
        ends = datetime.now(timezone.utc) + timedelta(minutes=10)
        processed = {"phase": "Processed", "downloadURL": url, "expiration": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}
        self._set("downloadrequests", request["metadata"]["name"], processed)

    def _enable(self, schedule: Object) -> None:
        fields = schedule["spec"]["schedule"].split()
        if len(fields) == 5 or schedule["spec"]["schedule"].startswith("@"):
            status: Object = {"phase": "Enabled"}
        else:
            status = {"phase": "FailedValidation", "validationErrors": ["invalid schedule: expected exactly 5 fields"]}
        self._set("schedules", schedule["metadata"]["name"], status)

    def _all(self, plural: str) -> list[Object]:
        return self._api.items(self._path(plural))

    def _find(self, plural: str, name: str) -> Object | None:
        return self._api.find(f"{self._path(plural)}/{name}")

    def _set(self, plural: str, name: str, status: Object) -> None:
        self._api.patch(f"{self._path(plural)}/{name}", {"status": status})

    def _path(self, plural: str) -> str:
        return f"/apis/velero.io/v1/namespaces/{self._given.namespace}/{plural}"


def place_of(location: Object) -> tuple[str, str, str]:
    """Region, bucket and prefix of a location."""
    storage = location["spec"]["objectStorage"]
    prefix = storage.get("prefix", "").strip("/")
    return location["spec"]["config"]["region"], storage["bucket"], f"{prefix}/" if prefix else ""


def duration(text: str) -> timedelta:
    """A duration as Go writes it: 720h0m0s."""
    units = {"h": "hours", "m": "minutes", "s": "seconds"}
    return timedelta(**{units[unit]: float(number) for number, unit in re.findall(r"([\d.]+)([hms])", text)})


def run(given: Given) -> None:
    """Works until the pod ends."""
    velero = Velero(given)
    serve(given.port("http-monitoring"), lambda request: Reply(200, "velero_backup_total 0\n"))
    while True:
        try:
            velero.round()
        except (ApiError, OSError, http.client.HTTPException) as trouble:
            LOG.warning("%s", trouble)
        time.sleep(ROUND_SECONDS)
