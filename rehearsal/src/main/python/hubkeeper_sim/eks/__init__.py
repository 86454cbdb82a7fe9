"""The parts of EKS that moto lacks or does at once."""


def register() -> None:
    """Registers the answers; importing the modules does it, so a second call changes nothing."""
    from . import (  # noqa: F401
        access,
        addon_updates,
        addons,
        cluster_updates,
        clusters,
        control_plane,
        fargate,
        insights,
        nodegroup_updates,
        nodegroups,
        pod_identity,
        updates,
        versions,
    )
