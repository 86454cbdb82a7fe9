"""Worlds for the runbook prune-volumes."""

from datetime import timedelta

from moto.core.utils import utcnow

from .seed import UNREACHABLE, Seeding, attach, put_cluster

#: The volume that the after-approval scenarios change behind the run's back.
CANDIDATE = "claim-tags"


def claim_tags(cluster: str, namespace: str, claim: str) -> dict[str, str]:
    """The tags that the EBS driver gives a claim's volume."""
    return {
        "Name": f"{cluster}-dynamic-{claim}",
        "CSIVolumeName": f"pvc-{claim}",
        "ebs.csi.aws.com/cluster": "true",
        "kubernetes.io/created-for/pvc/name": claim,
        "kubernetes.io/created-for/pvc/namespace": namespace,
        f"kubernetes.io/cluster/{cluster}": "owned",
    }


def our_tags(cluster: str, hub: str) -> dict[str, str]:
    """The tags that Hubkeeper gives a hub's volume."""
    return {"hubkeeper/cluster": cluster, "hubkeeper/hub": hub}


def default(world: Seeding) -> None:
    """Every case of a volume in one cluster."""
    _candidates(world)
    _by_other_traces(world)
    _to_leave_alone(world)
    _still_claimed(world)


def _candidates(world: Seeding) -> None:
    name = world.name
    world.volume("our-tags", 120, our_tags(name, "ds100"), 20)
    world.volume("our-and-claim-tags", 200, our_tags(name, "stat200") | claim_tags(name, "stat200", "hub-db-dir"), 1)
    world.volume("claim-tags", 90, claim_tags(name, "ds100", "claim-u001"), 10)
    world.volume("claim-tags-gp2", 400, claim_tags(name, "stat200", "claim-u002"), 15, "gp2")
    world.volume("claim-tags-io1", 61, claim_tags(name, "ds100", "shared-data"), 500, "io1")
    with_snapshot = world.volume("claim-tags-with-snapshot", 150, claim_tags(name, "ds100", "claim-u003"))
    world.snapshot(with_snapshot, 45, claim_tags(name, "ds100", "claim-u003"))
    expired = claim_tags(name, "stat200", "claim-u004") | {"hubkeeper/keep-until": _date(-10)}
    world.volume("keep-expired", 300, expired)


def _by_other_traces(world: Seeding) -> None:
    by_snapshot = world.volume("snapshot-tags", 220, {}, 12)
    world.snapshot(by_snapshot, 80, our_tags(world.name, "stat200") | claim_tags(world.name, "stat200", "claim-u005"))
    world.volume("name-tag-only", 75, {"Name": f"{world.name}-dynamic-pvc-ds100-claim-u006"}, 8)
    world.volume("unidentified", 365, {}, 30, "gp2")


def _to_leave_alone(world: Seeding) -> None:
    world.volume("too-young", 3, claim_tags(world.name, "ds100", "claim-u007"))
    kept = claim_tags(world.name, "ds100", "claim-u008") | {"hubkeeper/keep-until": _date(90)}
    world.volume("keep-until", 180, kept)
    in_use = world.volume("in-use", 100, claim_tags(world.name, "stat200", "claim-u009"), 40)
    attach(world.backend, in_use)


def _still_claimed(world: Seeding) -> None:
    for case, claim, phase in (("bound", "claim-u010", "Bound"), ("released", "claim-u011", "Released")):
        volume = world.volume(f"claimed-{case}", 130, claim_tags(world.name, "ds100", claim))
        world.persistent_volume(world.name, volume, {"namespace": "ds100", "name": claim}, phase)
    if world.other:
        volume = world.volume("claimed-elsewhere", 140, claim_tags(world.name, "stat200", "claim-u012"))
        world.persistent_volume(world.other, volume, {"namespace": "stat200", "name": "claim-u012"}, "Bound")


def attached_after_approval(world: Seeding) -> None:
    """Once it has a snapshot, a candidate gets attached to an instance."""
    default(world)
    volume = _candidate(world)
    do = {"action": "attach-volume", "volume": volume}
    _after_snapshot(world, volume, do)


def claimed_after_approval(world: Seeding) -> None:
    """Once it has a snapshot, a candidate gets a PersistentVolume again."""
    default(world)
    volume = _candidate(world)
    claim = {"namespace": "ds100", "name": "claim-u001"}
    name = f"pvc-{volume.removeprefix('vol-')}"
    do = {"action": "create-pv", "cluster": world.name, "name": name, "volume": volume, "claim": claim}
    _after_snapshot(world, volume, do)


def _candidate(world: Seeding) -> str:
    return world.id_of(world.options.get("candidate", CANDIDATE))


def _after_snapshot(world: Seeding, volume: str, do: dict[str, object]) -> None:
    on = {"service": "ec2", "operation": "CreateSnapshot", "resource": volume, "nth": 1}
    world.simulator.hooks.add([{"on": on, "when": "after", "do": do}])
    world.extra["changedVolume"] = volume


def foreign(world: Seeding) -> None:
    """Default, and volumes that are none of ours."""
    default(world)
    world.volume("other-cluster", 250, claim_tags("other", "ds100", "claim-u001"), 25)
    world.volume("cloudformation", 330, {"aws:cloudformation:stack-name": "billing-database", "Name": "data"}, 100)
    world.volume("other-team", 280, {"Name": "postgres-data", "owner": "data-platform"}, 200, "io1")


def cluster_unreachable(world: Seeding) -> None:
    """Default, and a second cluster of the fleet that cannot be asked, with volumes of its own."""
    if world.other is None:
        raise ValueError("cluster-unreachable needs a second cluster")
    put_cluster({**world.clusters[world.other], "endpoint": UNREACHABLE})
    default(world)
    world.volume("unreachable-claim-tags", 170, claim_tags(world.other, "ds100", "claim-u013"))
    world.volume("unreachable-our-tags", 190, our_tags(world.other, "stat200"), 20)


def _date(days: int) -> str:
    return (utcnow() + timedelta(days=days)).date().isoformat()
