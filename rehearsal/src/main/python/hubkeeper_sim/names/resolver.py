"""Answers questions about names from Route 53's zones, as a resolver that follows aliases would."""

from dataclasses import dataclass, field
from typing import Any

from .balancers import Balancers
from .elsewhere import Elsewhere

NOERROR, NXDOMAIN = 0, 3
LOOPBACK = "127.0.0.1"
#: Seconds for which AWS lets the addresses of load balancers be kept.
_BALANCER_TTL = 60
_ELSEWHERE_TTL = 300
_MOST_ALIASES = 8


@dataclass(frozen=True)
class Record:
    """One answer."""

    name: str
    kind: str
    ttl: int
    value: str


@dataclass
class Answer:
    """All that is known of a name; the authority tells how long its absence may be kept."""

    code: int = NOERROR
    records: list[Record] = field(default_factory=list)
    authority: list[Record] = field(default_factory=list)


class Resolver:
    """The zones of all accounts; what they serve, not what has been asked for and is not in sync yet.

    A name in none of them may be published elsewhere.
    """

    def __init__(self, world: Any, balancers: Balancers, elsewhere: Elsewhere) -> None:
        self._world = world
        self._balancers = balancers
        self._elsewhere = elsewhere

    def resolve(self, name: str, kind: str) -> Answer:
        """The records of a kind, with the aliases on the way."""
        with self._world.lock:
            self._world.settle()
            return self._resolve(_normal(name), kind)

    def balancer_behind(self, name: str) -> str | None:
        """The load balancer that a name ends at."""
        with self._world.lock:
            self._world.settle()
            place = _normal(name)
            for _ in range(_MOST_ALIASES):
                if self._balancers.target(place):
                    return place
                zone = self._zone(place)
                sets = _sets_of(zone, place) if zone is not None else []
                following = next((_alias(one) for one in sets if _alias(one)), None)
                if zone is None:
                    following = self._elsewhere.target(place)
                if following is None:
                    return None
                place = following
        return None

    def _resolve(self, name: str, kind: str) -> Answer:
        answer, place = Answer(), name
        for _ in range(_MOST_ALIASES):
            zone = self._zone(place)
            if zone is None:
                leads = self._elsewhere.target(place)
                if leads is None:
                    self._outside(answer, place, kind)
                    return answer
                answer.records.append(Record(place, "CNAME", _ELSEWHERE_TTL, leads))
                if kind == "CNAME":
                    return answer
                place = leads
                continue
            sets = _sets_of(zone, place)
            found = [one for one in sets if kind in (one.type, "ANY") and not _alias_target(one)]
            if found:
                answer.records += [record for one in found for record in _records(place, one)]
                return answer
            following = next((_alias(one) for one in sets if one.type in ("CNAME", kind) and _alias(one)), None)
            if following is None:
                answer.code = NOERROR if sets or answer.records or _has_below(zone, place) else NXDOMAIN
                answer.authority = _soa(zone)
                return answer
            one = next(one for one in sets if _alias(one) == following)
            if one.type == "CNAME" and not _alias_target(one):
                answer.records.append(Record(place, "CNAME", int(one.ttl or 300), following))
                place = following
            else:
                self._through(answer, place, following, kind)
                return answer
        return answer

    def _through(self, answer: Answer, name: str, target: str, kind: str) -> None:
        """An alias of Route 53 answers with what its target has."""
        behind = self._resolve(target, kind)
        answer.records += [Record(name, one.kind, one.ttl, one.value) for one in behind.records if one.kind == kind]

    def _outside(self, answer: Answer, name: str, kind: str) -> None:
        if self._balancers.target(name):
            if kind in ("A", "ANY"):
                answer.records.append(Record(name, "A", _BALANCER_TTL, LOOPBACK))
        elif not answer.records:
            answer.code = NXDOMAIN

    def _zone(self, name: str) -> Any:
        from moto.route53.models import route53_backends

        best = None
        for regions in list(route53_backends.values()):
            for backend in list(regions.values()):
                for zone in backend.zones.values():
                    apex = _normal(zone.name)
                    fits = name == apex or name.endswith("." + apex)
                    if fits and not zone.private_zone and (best is None or len(apex) > len(_normal(best.name))):
                        best = zone
        return best


def _normal(name: str) -> str:
    return name.lower().rstrip(".")


def _served(zone: Any) -> list[Any]:
    sets: list[Any] = getattr(zone, "served", None) or zone.rrsets
    return sets


def _sets_of(zone: Any, name: str) -> list[Any]:
    exact = [one for one in _served(zone) if _normal(one.name) == name]
    if exact:
        return exact
    parent = name.partition(".")[2]
    while parent and len(parent) >= len(_normal(zone.name)):
        wild = [one for one in _served(zone) if _normal(one.name).replace("\\052", "*") == f"*.{parent}"]
        if wild:
            return wild
        parent = parent.partition(".")[2]
    return []


def _has_below(zone: Any, name: str) -> bool:
    return any(_normal(one.name).endswith("." + name) for one in _served(zone))


def _alias_target(one: Any) -> str:
    return str((one.alias_target or {}).get("DNSName") or "")


def _alias(one: Any) -> str | None:
    target = _alias_target(one) or (one.records[0] if one.type == "CNAME" and one.records else "")
    target = _normal(str(target)).removeprefix("dualstack.")
    return target or None


def _records(name: str, one: Any) -> list[Record]:
    values = [value["Value"] if isinstance(value, dict) else value for value in one.records or []]
    return [Record(name, str(one.type), int(one.ttl or 300), str(value)) for value in values]


def _soa(zone: Any) -> list[Record]:
    apex = _normal(zone.name)
    return [record for one in _served(zone) if one.type == "SOA" for record in _records(apex, one)]
