"""The API servers of the clusters: how they are reached, and PersistentVolumes made as somebody else would."""

import base64
import http.client
import json
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class KubernetesClusters:
    """How the API servers of the clusters are reached."""

    def __init__(self) -> None:
        self._clusters: dict[str, dict[str, str]] = {}
        #: Clusters whose API server has gone with them; here it only lets nobody in any more.
        self.gone: set[str] = set()

    def register(self, given: dict[str, dict[str, str]]) -> None:
        """Adds clusters: endpoint, the files of the authority, the client certificate and its key, perhaps caData."""
        for name, access in given.items():
            if "endpoint" not in access:
                raise ValueError(f"cluster {name!r} without endpoint")
            if access.get("caFile") and not access.get("caData"):
                access["caData"] = base64.b64encode(Path(access["caFile"]).read_bytes()).decode()
        self._clusters.update(given)
        self.gone -= set(given)

    def access(self, cluster: str) -> dict[str, str] | None:
        """How a cluster's API server is reached, if it is registered."""
        return self._clusters.get(cluster)

    def names(self) -> list[str]:
        """The clusters that have an API server."""
        return list(self._clusters)

    def clear(self) -> None:
        """Forgets all clusters."""
        self._clusters.clear()
        self.gone.clear()

    def create_persistent_volume(self, cluster: str, name: str, volume: str, claim: dict[str, str]) -> None:
        """Posts a PersistentVolume that refers to an EBS volume; fails unless the API server made it."""
        if cluster not in self._clusters:
            raise LookupError(f"no API server registered for cluster {cluster!r}")
        connection = connect(self._clusters[cluster])
        try:
            body = json.dumps(persistent_volume(name, volume, claim))
            connection.request("POST", "/api/v1/persistentvolumes", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        if response.status not in (200, 201):
            raise RuntimeError(f"the API server answered {response.status}: {text[:500]}")


def persistent_volume(name: str, volume: str, claim: dict[str, str]) -> dict[str, Any]:
    """The object that the EBS driver's provisioner would create."""
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name, "annotations": {"pv.kubernetes.io/provisioned-by": "ebs.csi.aws.com"}},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "capacity": {"storage": "10Gi"},
            "persistentVolumeReclaimPolicy": "Retain",
            "storageClassName": "gp3",
            "claimRef": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", **claim},
            "csi": {"driver": "ebs.csi.aws.com", "fsType": "ext4", "volumeHandle": volume},
        },
    }


def connect(access: dict[str, str]) -> http.client.HTTPConnection:
    """A connection to an API server, as the administrator if there is a certificate."""
    url = urlsplit(access["endpoint"])
    host = str(url.hostname)
    if url.scheme == "http":
        return http.client.HTTPConnection(host, url.port or 80, timeout=20)
    context = ssl.create_default_context(cafile=access.get("caFile"))
    if access.get("certFile"):
        context.load_cert_chain(access["certFile"], access.get("keyFile"))
    return http.client.HTTPSConnection(host, url.port or 443, context=context, timeout=20)
