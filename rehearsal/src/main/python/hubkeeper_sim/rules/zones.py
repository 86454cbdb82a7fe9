"""Route 53: changes are PENDING for a while, and what contradicts the zone is refused."""

import secrets
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import Route53Backend
from moto.route53.responses import Route53

from ..clock import TIMELINE

_ALONE = ("CNAME",)

_stock_change = Route53Backend.change_resource_record_sets
_stock_respond = Route53.change_resource_record_sets


class InvalidBatch(Route53ClientError):
    """A change that the zone does not allow."""

    def __init__(self, message: str) -> None:
        super().__init__("InvalidChangeBatch", f"[{message}]")


class NoSuchChange(Route53ClientError):
    """A change that was never asked for."""

    def __init__(self, identity: str) -> None:
        super().__init__("NoSuchChange", f"Could not find resource with ID: {identity}")


def _change(self: Any, zoneid: str, change_list: list[dict[str, Any]]) -> None:
    zone = self.get_hosted_zone(zoneid)
    for change in change_list:
        _check(zone, change["Action"], change["ResourceRecordSet"])
    before = list(zone.rrsets)
    zone.served = getattr(zone, "served", None) or before
    _stock_change(self, zoneid, change_list)
    after = list(zone.rrsets)

    def in_sync() -> None:
        zone.served = after

    TIMELINE.after("dns-change", in_sync)


def _check(zone: Any, action: str, wanted: dict[str, Any]) -> None:
    name, kind = _normal(wanted["Name"]), wanted["Type"]
    same = [one for one in zone.rrsets if _normal(one.name) == name]
    known = [one for one in same if one.type == kind and one.set_identifier == wanted.get("SetIdentifier")]
    words = f"resource record set [name='{name}.', type='{kind}']"
    if action == "CREATE" and known:
        raise InvalidBatch(f"Tried to create {words} but it already exists")
    if action == "DELETE":
        if not known:
            raise InvalidBatch(f"Tried to delete {words} but it was not found")
        given = {record["Value"] for record in wanted.get("ResourceRecords") or []}
        if given and given != set(known[0].records or []):
            raise InvalidBatch(f"Tried to delete {words} but the values provided do not match the current values")
        # moto knows what may be deleted only from its own list of changes
        zone.rr_changes.append({"Action": "UPSERT", "ResourceRecordSet": dict(wanted)})
        return
    if kind in _ALONE and name == _normal(zone.name):
        raise InvalidBatch(f"RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone {zone.name}")
    if [one for one in same if (one.type in _ALONE) != (kind in _ALONE)]:
        raise InvalidBatch(f"RRSet of type {kind} with DNS name {name}. is not permitted as it conflicts with other")


def _normal(name: str) -> str:
    return name.lower().rstrip(".").replace("\\052", "*")


def _changes(backend: Any) -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = vars(backend).setdefault("changes", {})
    return known


def _respond(self: Any) -> ActionResult:
    _stock_respond(self)
    change: dict[str, Any] = {
        "Id": f"/change/C{secrets.token_hex(10).upper()[:19]}",
        "Status": "PENDING",
        "SubmittedAt": utcnow(),
    }
    _changes(self.backend)[change["Id"]] = change

    def in_sync() -> None:
        change["Status"] = "INSYNC"

    TIMELINE.after("dns-change", in_sync)
    return ActionResult({"ChangeInfo": dict(change)})


def _get_change(self: Any) -> ActionResult:
    identity = str(self._get_param("Id")).rpartition("/")[2]
    change = _changes(self.backend).get(f"/change/{identity}")
    if change is None:
        raise NoSuchChange(identity)
    return ActionResult({"ChangeInfo": dict(change)})


Route53Backend.change_resource_record_sets = _change
Route53.change_resource_record_sets = _respond
Route53.get_change = _get_change
