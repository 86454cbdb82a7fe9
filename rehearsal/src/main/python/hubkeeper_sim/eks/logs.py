"""The control plane's log group: EKS makes it anew as long as it has something to write."""

from typing import Any

from ..clock import TIMELINE


def write(account: str, region: str, cluster: Any) -> None:
    """Lets a cluster that is logged write, now and whenever its group is missing; before it ends, too."""
    if not is_logged(cluster) or not _is_there(account, region, cluster):
        return
    ensure(account, region, cluster)
    TIMELINE.after("log-group", lambda: write(account, region, cluster))


def last_words(account: str, region: str, cluster: Any) -> None:
    """What the control plane wrote at its end arrives a while later, whether there is a group or not."""
    if is_logged(cluster):
        TIMELINE.after("log-group", lambda: ensure(account, region, cluster))


def is_logged(cluster: Any) -> bool:
    """Whether some part of the control plane writes logs."""
    kinds = (cluster.logging or {}).get("clusterLogging") or []
    return any(kind.get("enabled") and kind.get("types") for kind in kinds)


def ensure(account: str, region: str, cluster: Any) -> None:
    """Makes the group as EKS does: without tags, kept for ever."""
    from moto.logs.models import logs_backends

    logs_backends[account][region].ensure_log_group(f"/aws/eks/{cluster.name}/cluster")


def _is_there(account: str, region: str, cluster: Any) -> bool:
    from moto.eks.models import eks_backends

    return eks_backends[account][region].clusters.get(cluster.name) is cluster
