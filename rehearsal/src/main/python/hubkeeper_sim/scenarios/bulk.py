"""Ten thousand volumes, for limits of size and time."""

from .prune_volumes import claim_tags
from .seed import Seeding

COUNT = 10_000
HUBS = ("ds100", "stat200", "math110", "bio150")
CLAIMED = 3


def ten_thousand(world: Seeding) -> None:
    """Available volumes identified by claim tags, every second one with a snapshot; the first three still claimed."""
    for index in range(int(world.options.get("count", COUNT))):
        hub, claim = HUBS[index % len(HUBS)], f"claim-u{index:05d}"
        tags = claim_tags(world.name, hub, claim)
        volume = world.volume("bulk", 40 + index % 361, tags, 10 + index % 5)
        if index % 2 == 0:
            world.snapshot(volume, 20 + index % 20, tags)
        if index < CLAIMED:
            world.persistent_volume(world.name, volume, {"namespace": hub, "name": claim}, "Bound")
