"""AWS's refusals and delays that moto lacks, patched into moto's classes; pinned to moto 5.2.5."""

from .registry import names, turn_off

__all__ = ["install", "names", "turn_off"]


def install() -> None:
    """Patches moto's classes; importing the modules does it, so a second call changes nothing."""
    from . import (  # noqa: F401
        autoscaling,
        buckets,
        efs,
        eks,
        instances,
        interfaces,
        keys,
        load_balancers,
        nat_gateways,
        network,
        pages,
        security_groups,
        snapshots,
        tagging,
        tags,
        volumes,
        vpc_endpoints,
        zones,
    )
