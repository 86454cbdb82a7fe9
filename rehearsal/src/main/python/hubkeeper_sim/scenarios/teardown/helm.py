"""Releases as Helm stores them: a Secret with the zipped record, twice in base64."""

import base64
import gzip
import json
from typing import Any

Object = dict[str, Any]

_SINCE = "2026-09-01T08:00:00.000000000Z"


def release(name: str, namespace: str, chart: str, objects: list[Object]) -> Object:
    """The Secret of a release that was installed once."""
    manifest = "".join(f"---\n# Source: {chart}/templates/{one['kind'].lower()}.yaml\n{_json(one)}\n" for one in objects)
    record = {
        "name": name,
        "namespace": namespace,
        "version": 1,
        "info": {
            "first_deployed": _SINCE,
            "last_deployed": _SINCE,
            "deleted": "",
            "description": "Install complete",
            "status": "deployed",
            "notes": "",
        },
        "chart": {"metadata": {"apiVersion": "v2", "name": chart, "version": "1.5.1", "appVersion": "1.0"}},
        "config": {},
        "manifest": manifest,
        "hooks": [],
    }
    packed = base64.b64encode(gzip.compress(_json(record).encode(), mtime=0))
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "helm.sh/release.v1",
        "metadata": {
            "name": f"sh.helm.release.v1.{name}.v1",
            "namespace": namespace,
            "labels": {"owner": "helm", "name": name, "status": "deployed", "version": "1"},
        },
        "data": {"release": base64.b64encode(packed).decode()},
    }


def released(one: Object, name: str) -> Object:
    """An object as Helm marks what it has made."""
    meta = one["metadata"]
    labels = {**meta.get("labels", {}), "app.kubernetes.io/managed-by": "Helm"}
    marks = {"meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": meta["namespace"]}
    return {**one, "metadata": {**meta, "labels": labels, "annotations": {**meta.get("annotations", {}), **marks}}}


def _json(content: Any) -> str:
    """JSON is YAML."""
    return json.dumps(content)
