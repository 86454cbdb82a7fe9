"""What scenarios are made of: clusters, volumes of a given age, snapshots, attachments."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ec2.models.elastic_block_store import Snapshot, Volume
from moto.ec2.utils import random_snapshot_id, random_volume_id
from moto.eks.models import eks_backends

from ..rules.paging import number

if TYPE_CHECKING:
    from ..simulator import Simulator

#: Nothing listens there.
UNREACHABLE = "https://127.0.0.1:1"

_CLUSTER_KEYS = {"name", "environment", "region", "account", "endpoint", "caData", "uid", "version"}


class Seeding:
    """One scenario in the making."""

    def __init__(
        self, simulator: "Simulator", cluster: str, clusters: list[dict[str, Any]], options: dict[str, Any]
    ) -> None:
        self.simulator = simulator
        self.options = options
        self.clusters = {given["name"]: given for given in clusters}
        if cluster not in self.clusters:
            raise ValueError(f"cluster {cluster!r} is not among the clusters {sorted(self.clusters)}")
        self.cluster = self.clusters[cluster]
        self.volumes: list[dict[str, Any]] = []
        self.snapshots: list[dict[str, Any]] = []
        self.persistent_volumes: dict[str, list[dict[str, Any]]] = {name: [] for name in self.clusters}
        self.extra: dict[str, Any] = {}
        simulator.account = str(self.cluster["account"])
        self.backend = ec2_backends[simulator.account][self.cluster["region"]]
        for given in clusters:
            put_cluster(given)

    @property
    def name(self) -> str:
        """The name of the cluster that the run is about."""
        return str(self.cluster["name"])

    @property
    def other(self) -> str | None:
        """The name of the fleet's second cluster, if it has one."""
        return next((name for name in self.clusters if name != self.name), None)

    def volume(self, case: str, age_days: float, tags: dict[str, str], size: int = 10, kind: str = "gp3") -> str:
        """Adds an available volume and notes which case it stands for."""
        volume = add_volume(self.backend, age_days, tags, size, kind)
        claim = claim_in(tags)
        self.volumes.append({"id": volume.id, "case": case, "size": size, "type": kind, "claim": claim})
        return volume.id

    def snapshot(self, volume_id: str, age_days: float, tags: dict[str, str]) -> str:
        """Adds a completed snapshot of a volume."""
        snapshot = add_snapshot(self.backend, self.backend.volumes[volume_id], age_days, tags)
        self.snapshots.append({"id": snapshot.id, "volume": volume_id})
        return snapshot.id

    def persistent_volume(self, cluster: str, volume_id: str, claim: dict[str, str], phase: str) -> None:
        """Notes a PersistentVolume that whoever seeds the cluster must create."""
        name = f"pvc-{volume_id.removeprefix('vol-')}"
        entry = {"name": name, "volume": volume_id, "claim": claim, "phase": phase}
        self.persistent_volumes[cluster].append(entry)

    def id_of(self, case: str) -> str:
        """The volume that stands for a case."""
        return next(str(volume["id"]) for volume in self.volumes if volume["case"] == case)

    def summary(self, name: str) -> dict[str, Any]:
        """What the admin interface answers."""
        return {
            "name": name,
            "account": self.simulator.account,
            "region": self.cluster["region"],
            "volumeCount": len(self.volumes),
            "snapshotCount": len(self.snapshots),
            "volumes": self.volumes[:1000],
            "snapshots": self.snapshots[:1000],
            "persistentVolumes": self.persistent_volumes,
            **self.extra,
        }


def put_cluster(given: dict[str, Any]) -> Any:
    """Creates an EKS cluster, or changes it to what is given; returns it."""
    unknown = sorted(set(given) - _CLUSTER_KEYS)
    if unknown:
        raise ValueError(f"unknown cluster keys {unknown}")
    account = str(given["account"])
    backend = eks_backends[account][given["region"]]
    if given["name"] not in backend.clusters:
        role = f"arn:aws:iam::{account}:role/{given['name']}-cluster"
        backend.create_cluster(given["name"], role, {}, version=given.get("version") or "1.33")
    cluster = backend.clusters[given["name"]]
    cluster.endpoint = given.get("endpoint") or UNREACHABLE
    if given.get("caData"):
        cluster.certificate_authority = {"data": given["caData"]}
    cluster.tags = {"hubkeeper/cluster": given["name"]}
    for key in ("uid", "environment"):
        if given.get(key):
            cluster.tags[f"hubkeeper/{key}"] = given[key]
    return cluster


def add_volume(backend: Any, age_days: float, tags: dict[str, str], size: int, kind: str) -> Any:
    """Puts an available volume straight into the backend."""
    iops = {"gp3": 3000, "io1": 4000, "io2": 4000}.get(kind)
    zone = backend.get_zone_by_name(f"{backend.region_name}a")
    volume = Volume(backend, random_volume_id(), size, zone, None, False, None, kind, iops)
    volume.create_time = utcnow() - timedelta(days=age_days)
    backend.volumes[volume.id] = volume
    if tags:
        backend.tags[volume.id].update(tags)
    number(volume)
    return volume


def add_snapshot(backend: Any, volume: Any, age_days: float, tags: dict[str, str]) -> Any:
    """Puts a completed snapshot straight into the backend."""
    snapshot = Snapshot(backend, random_snapshot_id(), volume, "")
    snapshot.start_time = utcnow() - timedelta(days=age_days)
    backend.snapshots[snapshot.id] = snapshot
    backend.tags[snapshot.id].update(tags)
    number(snapshot)
    return snapshot


def attach(backend: Any, volume_id: str, instance_id: str | None = None) -> None:
    """Attaches a volume to an instance; without one, to a new instance in its zone."""
    volume = backend.get_volume(volume_id)
    if instance_id is None:
        instance_id = add_instance(backend, volume.availability_zone)
    backend.attach_volume(volume_id, instance_id, "/dev/xvdba")


def add_instance(backend: Any, zone: str) -> str:
    """Starts an instance that has no volumes of its own."""
    reservation = backend.run_instances(
        "ami-12c6146b",
        1,
        None,
        [],
        instance_type="m5.large",
        is_instance_type_default=False,
        placement=zone,
        region_name=backend.region_name,
        block_device_mappings=[],
    )
    return str(reservation.instances[0].id)


def claim_in(tags: dict[str, str]) -> dict[str, str] | None:
    """The claim that tags tell of, if they do."""
    name = tags.get("kubernetes.io/created-for/pvc/name")
    return {"namespace": tags["kubernetes.io/created-for/pvc/namespace"], "name": name} if name else None
