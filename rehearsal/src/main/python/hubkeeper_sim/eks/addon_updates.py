"""Updates of add-ons: what somebody has changed in the cluster is kept, overwritten, or in the way."""

from typing import Any

from ..answers import Question, answers
from . import updates
from .addons import addon_of, check_configuration, identities, settled, suiting
from .shared import active_cluster_of, in_use, invalid

_RESOLUTIONS = ("NONE", "OVERWRITE", "PRESERVE")
_PARAMS = (
    ("addonVersion", "AddonVersion"),
    ("serviceAccountRoleArn", "ServiceAccountRoleArn"),
    ("configurationValues", "ConfigurationValues"),
    ("resolveConflicts", "ResolveConflicts"),
)


@answers("eks", "UpdateAddon")
def _update(question: Question) -> dict[str, Any]:
    cluster, addon = active_cluster_of(question), addon_of(question)
    name = addon["addonName"]
    if addon["status"] in ("CREATING", "UPDATING", "DELETING"):
        raise in_use(f"Addon is in {addon['status']} status", clusterName=cluster.name, addonName=name)
    resolution = str(question.get("resolveConflicts", "NONE"))
    if resolution not in _RESOLUTIONS:
        raise invalid(f"Unsupported conflict resolution: {resolution}", clusterName=cluster.name, addonName=name)
    if question.get("addonVersion"):
        suiting(cluster, name, question.get("addonVersion"))
    check_configuration(question.get("configurationValues"))
    params = [{"type": kind, "value": str(question.get(key))} for key, kind in _PARAMS if question.get(key) is not None]
    update = updates.begin(cluster, "AddonUpdate", params, ("addon", name))
    addon["podIdentityAssociations"] += identities(cluster, question)
    addon["status"] = "UPDATING"
    wanted = {key: question.get(key) for key, _ in _PARAMS[:3] if question.get(key) is not None}

    def done(successful: bool) -> None:
        if successful:
            addon.update(wanted, status="ACTIVE")
            if resolution == "OVERWRITE":
                addon.pop("foreign", None)
            settled(cluster, addon)
        else:
            addon["status"] = "UPDATE_FAILED"

    updates.later(cluster, update, "addon", done, lambda: _conflict(addon, resolution))
    return {"update": updates.shown(update)}


def _conflict(addon: dict[str, Any], resolution: str) -> updates.Failure | None:
    """Fields of the add-on's objects that others own hold up an update that does not say what to do with them."""
    foreign = addon.get("foreign") or []
    if resolution != "NONE" or not foreign:
        return None
    text = f"Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. {foreign}"
    return "ConfigurationConflict", text, [addon["addonArn"]]
