"""What is there besides the cluster, so that nobody need tell later whose a thing was."""

from ...resources import resources


def present() -> list[str]:
    """Everything that there is now, as kind and id."""
    return [f"{one['kind']} {one['id']}" for one in resources()]
