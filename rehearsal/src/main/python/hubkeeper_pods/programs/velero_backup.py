"""What a backup holds, in Velero's layout of a bucket."""

import gzip
import io
import json
import logging
import tarfile
from typing import Any

from ..api import Api, ApiError, Object
from ..aws import Aws, AwsError

LOG = logging.getLogger(__name__)

_EC2 = ("ec2", "2016-11-15")
#: Kinds that Velero leaves out too, or that only live for minutes.
_LEFT_OUT = {"events", "events.events.k8s.io", "leases.coordination.k8s.io", "endpointslices.discovery.k8s.io"}


def write_backup(api: Api, aws: Aws, bucket: str, base: str, backup: Object) -> Object:
    """Writes a backup into the bucket and returns its final status."""
    name, spec = backup["metadata"]["name"], backup.get("spec", {})
    found = _objects(api, spec)
    snapshots, errors = _snapshots(api, aws, name, found) if spec.get("snapshotVolumes") is not False else ([], 0)
    counts = {kind: [path for path, _ in items] for kind, items in _by_kind(found).items()}
    files: dict[str, tuple[bytes, str]] = {
        ".tar.gz": (_archive(found), "application/gzip"),
        "-resource-list.json.gz": (_zipped(counts), "application/gzip"),
        "-volumesnapshots.json.gz": (_zipped(snapshots), "application/gzip"),
        "-logs.gz": (gzip.compress(f"backup of {len(found)} objects\n".encode()), "application/gzip"),
    }
    for suffix, (data, kind) in files.items():
        aws.put_object(bucket, f"{base}/{name}{suffix}", data, kind)
    kept = {"apiVersion": backup["apiVersion"], "kind": "Backup", "metadata": backup["metadata"], "spec": spec}
    aws.put_object(bucket, f"{base}/velero-backup.json", json.dumps(kept).encode(), "application/json")
    completed = sum(1 for one in snapshots if one["status"]["phase"] == "Completed")
    return {
        "phase": "PartiallyFailed" if errors else "Completed",
        "progress": {"totalItems": len(found), "itemsBackedUp": len(found)},
        "volumeSnapshotsAttempted": len(snapshots),
        "volumeSnapshotsCompleted": completed,
        "errors": errors,
    }


def _objects(api: Api, spec: Object) -> list[tuple[str, str, Object]]:
    """Resource, path in the archive, and content of every object of the wanted namespaces."""
    everything = {one["metadata"]["name"] for one in api.items("/api/v1/namespaces")}
    named = spec.get("includedNamespaces") or ["*"]
    wanted = everything if "*" in named else everything & set(named)
    wanted -= set(spec.get("excludedNamespaces") or [])
    only = set(spec.get("includedResources") or ["*"])
    found: list[tuple[str, str, Object]] = []
    for prefix, resource in _resources(api):
        plural, _, group = resource.partition(".")
        if resource in _LEFT_OUT or not ("*" in only or {plural, resource} & only):
            continue
        for namespace in sorted(wanted):
            for item in _list(api, f"{prefix}/namespaces/{namespace}/{plural}"):
                path = f"resources/{resource}/namespaces/{namespace}/{item['metadata']['name']}.json"
                found.append((resource, path, item))
    if spec.get("includeClusterResources") is not False:
        for namespace in sorted(wanted):
            path = f"resources/namespaces/cluster/{namespace}.json"
            found.append(("namespaces", path, api.get(f"/api/v1/namespaces/{namespace}")))
    return found


def _resources(api: Api) -> list[tuple[str, str]]:
    """Paths of groups with the namespaced resources that can be listed."""
    prefixes = [("/api/v1", "")]
    for group in api.get("/apis").get("groups", []):
        prefixes.append((f"/apis/{group['preferredVersion']['groupVersion']}", group["name"]))
    return [
        (prefix, f"{one['name']}.{group}" if group else one["name"])
        for prefix, group in prefixes
        for one in _discovered(api, prefix)
        if one["namespaced"] and "list" in one["verbs"] and "create" in one["verbs"] and "/" not in one["name"]
    ]


def _discovered(api: Api, prefix: str) -> list[Object]:
    try:
        return list(api.get(prefix).get("resources", []))
    except ApiError as refused:  # an aggregated API that is down must not stop a backup
        LOG.warning("%s: %s", prefix, refused)
        return []


def _list(api: Api, path: str) -> list[Object]:
    found = api.get(path)
    kind = str(found.get("kind", "")).removesuffix("List")
    return [{"apiVersion": found.get("apiVersion"), "kind": kind, **item} for item in found.get("items") or []]


def _snapshots(api: Api, aws: Aws, backup: str, found: list[tuple[str, str, Object]]) -> tuple[list[Any], int]:
    """Snapshots of the volumes behind the claims, by EC2."""
    made, errors = [], 0
    for resource, _, claim in found:
        name = claim.get("spec", {}).get("volumeName")
        if resource != "persistentvolumeclaims" or not name:
            continue
        volume = api.find(f"/api/v1/persistentvolumes/{name}") or {"spec": {}}
        source = volume["spec"].get("csi", {})
        if source.get("driver") != "ebs.csi.aws.com":
            continue
        handle = source["volumeHandle"]
        status = {"phase": "Completed"}
        tags = {"velero.io/backup": backup, "velero.io/pv": name}
        try:
            status["providerSnapshotID"] = _snapshot(aws, handle, tags)
        except AwsError as refused:
            LOG.warning("snapshot of %s: %s", handle, refused)
            status, errors = {"phase": "Failed", "error": str(refused)}, errors + 1
        made.append({"spec": {"backupName": backup, "providerVolumeID": handle}, "status": status})
    return made, errors


def _snapshot(aws: Aws, volume: str, tags: dict[str, str]) -> str:
    given = {"VolumeId": volume, "TagSpecification.1.ResourceType": "snapshot"}
    for number, (key, value) in enumerate(tags.items(), 1):
        given[f"TagSpecification.1.Tag.{number}.Key"] = key
        given[f"TagSpecification.1.Tag.{number}.Value"] = value
    return aws.query(*_EC2, "CreateSnapshot", **given).findtext(".//snapshotId") or ""


def _by_kind(found: list[tuple[str, str, Object]]) -> dict[str, list[tuple[str, Object]]]:
    kinds: dict[str, list[tuple[str, Object]]] = {}
    for resource, _, item in found:
        metadata = item["metadata"]
        name = f"{metadata['namespace']}/{metadata['name']}" if "namespace" in metadata else metadata["name"]
        kinds.setdefault(resource, []).append((name, item))
    return kinds


def _archive(found: list[tuple[str, str, Object]]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        _add(archive, "metadata/version", b"1.1.0\n")
        for _, path, item in found:
            _add(archive, path, json.dumps(item).encode())
    return packed.getvalue()


def _add(archive: tarfile.TarFile, path: str, data: bytes) -> None:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = len(data), 0o644
    archive.addfile(entry, io.BytesIO(data))


def _zipped(content: Any) -> bytes:
    return gzip.compress(json.dumps(content).encode())
