"""The EBS driver: claims get volumes in the zone of the node that was chosen; attachments are carried out."""

import re
from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ec2.models.elastic_block_store import VolumeAttachment

from ..eks import addons
from .api import ApiServer, Object
from .state import Home

DRIVER = "ebs.csi.aws.com"
_SOURCE = "ebs.csi.aws.com_ebs-csi-controller"
_CHOSEN = "volume.kubernetes.io/selected-node"
_UNITS = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_CORE = "/api/v1"
_STORAGE = "/apis/storage.k8s.io/v1"


class Volumes:
    """The volumes of one cluster; nothing happens while the driver's add-on does not work."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._attached: dict[str, str] = {}

    def step(self, home: Home) -> bool:
        """Provisions, attaches, detaches and deletes; whether something had to be done."""
        with self._world.lock:
            works = addons.is_active(home.cluster, "aws-ebs-csi-driver")
        if not works:
            return False
        changed = self._provision(home)
        changed |= self._attach(home)
        return changed | self._reclaim(home)

    def _provision(self, home: Home) -> bool:
        claims = [one for one in self._api.list(f"{_CORE}/persistentvolumeclaims") if _waits(one)]
        changed = False
        for claim in claims:
            name = claim["spec"].get("storageClassName")
            given = self._api.get(f"{_STORAGE}/storageclasses/{name}") if name else None
            if given is None or given.get("provisioner") != DRIVER:
                continue
            chosen = (claim["metadata"].get("annotations") or {}).get(_CHOSEN)
            if given.get("volumeBindingMode") == "WaitForFirstConsumer" and not chosen:
                continue
            node = self._api.get(f"{_CORE}/nodes/{chosen}") if chosen else None
            changed |= self._make(home, claim, given, node)
        return changed

    def _make(self, home: Home, claim: Object, given: Object, node: Object | None) -> bool:
        meta = claim["metadata"]
        name = f"pvc-{meta['uid']}"
        if self._api.get(f"{_CORE}/persistentvolumes/{name}") is not None:
            return False
        zone = (node or {}).get("metadata", {}).get("labels", {}).get("topology.kubernetes.io/zone")
        size = gibibytes(str(claim["spec"]["resources"]["requests"]["storage"]))
        parameters = given.get("parameters") or {}
        with self._world.lock:
            volume = _volume(home, name, claim, zone or f"{home.region}a", size, parameters)
        self._api.create(f"{_CORE}/persistentvolumes", _object(name, claim, given, volume, size))
        text = f"Successfully provisioned volume {name}"
        self._api.event(_SOURCE, {"kind": "PersistentVolumeClaim", **claim}, "ProvisioningSucceeded", text)
        return True

    def _attach(self, home: Home) -> bool:
        changed = False
        present: dict[str, str] = {}
        for one in self._api.list(f"{_STORAGE}/volumeattachments"):
            if one["spec"].get("attacher") != DRIVER:
                continue
            name = one["metadata"]["name"]
            volume = self._api.get(f"{_CORE}/persistentvolumes/{one['spec']['source'].get('persistentVolumeName')}")
            node = self._api.get(f"{_CORE}/nodes/{one['spec']['nodeName']}")
            if volume is None or node is None:
                continue
            present[name] = volume["spec"]["csi"]["volumeHandle"]
            if not one.get("status", {}).get("attached"):
                instance = node["spec"]["providerID"].rpartition("/")[2]
                with self._world.lock:
                    attach(home, present[name], instance)
                self._api.patch(f"{_STORAGE}/volumeattachments/{name}/status", {"status": {"attached": True}})
                changed = True
        for name in set(self._attached) - set(present):
            with self._world.lock:
                detach(home, self._attached[name])
            changed = True
        self._attached = present
        return changed

    def _reclaim(self, home: Home) -> bool:
        changed = False
        for one in self._api.list(f"{_CORE}/persistentvolumes"):
            spec = one["spec"]
            if spec.get("csi", {}).get("driver") != DRIVER or one.get("status", {}).get("phase") != "Released":
                continue
            if spec.get("persistentVolumeReclaimPolicy") != "Delete":
                continue
            with self._world.lock:
                gone = delete(home, spec["csi"]["volumeHandle"])
            if gone:
                name = one["metadata"]["name"]
                kept = [held for held in one["metadata"].get("finalizers") or [] if not held.startswith("external-")]
                self._api.patch(f"{_CORE}/persistentvolumes/{name}", {"metadata": {"finalizers": kept}})
                self._api.delete(f"{_CORE}/persistentvolumes/{name}")
                changed = True
        return changed


def _waits(claim: Object) -> bool:
    phase = claim.get("status", {}).get("phase", "Pending")
    return phase == "Pending" and not claim["spec"].get("volumeName") and not claim["metadata"].get("deletionTimestamp")


def gibibytes(quantity: str) -> int:
    """A quantity of storage in whole GiB, rounded up."""
    match = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", quantity)
    if match is None or (match.group(2) and match.group(2) not in _UNITS):
        return 1
    factor = _UNITS[match.group(2)] if match.group(2) else 1
    return max(1, -int(-float(match.group(1)) * factor // 2**30))


def _volume(home: Home, name: str, claim: Object, zone: str, size: int, parameters: dict[str, str]) -> tuple[str, str]:
    ec2 = ec2_backends[home.account][home.region]
    kind = parameters.get("type", "gp3")
    volume = ec2.create_volume(size, zone, encrypted=parameters.get("encrypted") == "true", volume_type=kind)
    meta = claim["metadata"]
    tags = {
        "Name": f"{home.name}-dynamic-{name}",
        "CSIVolumeName": name,
        "KubernetesCluster": home.name,
        "ebs.csi.aws.com/cluster": "true",
        f"kubernetes.io/cluster/{home.name}": "owned",
        "kubernetes.io/created-for/pv/name": name,
        "kubernetes.io/created-for/pvc/name": meta["name"],
        "kubernetes.io/created-for/pvc/namespace": meta["namespace"],
    }
    extra = [value for key, value in parameters.items() if key.startswith("tagSpecification_")]
    tags |= dict(text.split("=", 1) for text in extra if "=" in text)
    ec2.create_tags([volume.id], tags)
    return str(volume.id), zone


def _object(name: str, claim: Object, given: Object, volume: tuple[str, str], size: int) -> Object:
    meta, (handle, zone) = claim["metadata"], volume
    term = {"matchExpressions": [{"key": "topology.kubernetes.io/zone", "operator": "In", "values": [zone]}]}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name, "annotations": {"pv.kubernetes.io/provisioned-by": DRIVER}},
        "spec": {
            "accessModes": claim["spec"].get("accessModes") or ["ReadWriteOnce"],
            "capacity": {"storage": f"{size}Gi"},
            "persistentVolumeReclaimPolicy": given.get("reclaimPolicy") or "Delete",
            "storageClassName": given["metadata"]["name"],
            "volumeMode": claim["spec"].get("volumeMode") or "Filesystem",
            "claimRef": {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "namespace": meta["namespace"],
                "name": meta["name"],
                "uid": meta["uid"],
            },
            "csi": {"driver": DRIVER, "fsType": "ext4", "volumeHandle": handle},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [term]}},
        },
    }


def attach(home: Home, volume_id: str, instance_id: str) -> None:
    """Attaches a volume, if it is free."""
    ec2 = ec2_backends[home.account][home.region]
    volume = ec2.volumes.get(volume_id)
    instance = next((one for one in ec2.all_instances() if one.id == instance_id), None)
    if volume is None or volume.attachment or instance is None:
        return
    ec2.attach_volume(volume_id, instance_id, next(_free(set(instance.block_device_mapping))))
    assert isinstance(volume.attachment, VolumeAttachment)
    volume.attachment.attach_time = utcnow()


def _free(taken: set[str]) -> Iterator[str]:
    """Names of devices that an instance has not given away, as the EBS driver chooses them."""
    names = (f"/dev/xvd{first}{second}" for first in ascii_lowercase[1:] for second in ascii_lowercase)
    return (name for name in names if name not in taken)


def detach(home: Home, volume_id: str) -> None:
    """Detaches a volume, if it is attached."""
    ec2 = ec2_backends[home.account][home.region]
    volume = ec2.volumes.get(volume_id)
    if volume is not None and volume.attachment:
        ec2.detach_volume(volume_id, volume.attachment.instance.id, volume.attachment.device)


def delete(home: Home, volume_id: str) -> bool:
    """Deletes a volume that is not attached; True once there is none."""
    ec2 = ec2_backends[home.account][home.region]
    volume = ec2.volumes.get(volume_id)
    if volume is not None and volume.attachment:
        return False
    if volume is not None:
        ec2.delete_volume(volume_id)
    return True
