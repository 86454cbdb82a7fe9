"""EKS version updates: one minor version at a time, one update at a time."""

import time
import uuid
from typing import Any

from moto.core.responses import ActionResult
from moto.eks import urls
from moto.eks.exceptions import InvalidParameterException, ResourceInUseException, ResourceNotFoundException
from moto.eks.responses import EKSResponse

from ..clock import TIMELINE


def _update_cluster_version(self: Any) -> ActionResult:
    cluster = self.eks_backend.describe_cluster(self._get_param("name"))
    version = str(self._get_param("version"))
    if cluster.status != "ACTIVE":
        text = f"Cannot update cluster {cluster.name}: an update is in progress"
        raise ResourceInUseException(clusterName=cluster.name, nodegroupName=None, addonName=None, message=text)
    if _minor(version) != _minor(cluster.version) + 1:
        text = f"Unsupported Kubernetes minor version update from {cluster.version} to {version}"
        raise InvalidParameterException(
            clusterName=cluster.name, nodegroupName=None, fargateProfileName=None, addonName=None, message=text
        )
    return ActionResult({"update": _start(cluster, version)})


def _start(cluster: Any, version: str) -> dict[str, Any]:
    update: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "status": "InProgress",
        "type": "VersionUpdate",
        "params": [{"type": "Version", "value": version}],
        "createdAt": time.time(),
        "errors": [],
    }
    _updates(cluster)[update["id"]] = update
    cluster.status = "UPDATING"

    def finish() -> None:
        cluster.status, cluster.version = "ACTIVE", version
        update["status"] = "Successful"

    TIMELINE.after("cluster-update", finish)
    return dict(update)


def _describe_update(self: Any) -> ActionResult:
    cluster = self.eks_backend.describe_cluster(self._get_param("name"))
    update = _updates(cluster).get(self._get_param("updateId"))
    if update is None:
        text = f"No update found for id: {self._get_param('updateId')}"
        raise ResourceNotFoundException(
            clusterName=cluster.name, nodegroupName=None, fargateProfileName=None, addonName=None, message=text
        )
    return ActionResult({"update": dict(update)})


def _list_updates(self: Any) -> ActionResult:
    cluster = self.eks_backend.describe_cluster(self._get_param("name"))
    return ActionResult({"updateIds": list(_updates(cluster))})


def _updates(cluster: Any) -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = vars(cluster).setdefault("updates", {})
    return known


def _minor(version: str) -> int:
    return int(version.split(".")[1]) if version.count(".") == 1 else -1


EKSResponse.update_cluster_version = _update_cluster_version
EKSResponse.describe_update = _describe_update
EKSResponse.list_updates = _list_updates
urls.url_paths["{0}/clusters/(?P<name>[^/]+)/updates$"] = EKSResponse.dispatch
urls.url_paths["{0}/clusters/(?P<name>[^/]+)/updates/(?P<updateId>[^/]+)$"] = EKSResponse.dispatch
