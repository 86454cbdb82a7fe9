"""Route 53's changes, the DNS server and the proxy."""

import socket

import pytest

from .names import Zone, connect
from .sim import Sim, error_of

NXDOMAIN = 3


@pytest.fixture
def zone(sim: Sim) -> Zone:
    """example.edu."""
    sim.quicken()
    return Zone(sim)


def test_a_change_is_served_once_it_is_in_sync(zone: Zone) -> None:
    assert zone.ask("hub.example.edu", "A")[0] == NXDOMAIN
    assert zone.change("CREATE", "hub.example.edu", "A", "192.0.2.1", ttl=300) == "PENDING"
    assert zone.ask("hub.example.edu", "A")[0] == NXDOMAIN
    zone.in_sync()
    assert zone.ask("HUB.example.edu", "A") == (0, [("A", "192.0.2.1")], [300])
    assert zone.ask("hub.example.edu", "AAAA") == (0, [], [])
    zone.change("UPSERT", "hub.example.edu", "A", "192.0.2.2")
    zone.in_sync()
    assert zone.ask("hub.example.edu", "A", stream=True) == (0, [("A", "192.0.2.2")], [60])
    zone.change("DELETE", "hub.example.edu", "A", "192.0.2.2")
    zone.in_sync()
    assert zone.ask("hub.example.edu", "A")[0] == NXDOMAIN


def test_aliases_are_followed_and_wildcards_known(zone: Zone) -> None:
    zone.change("CREATE", "hub.example.edu", "A", "192.0.2.1")
    zone.change("CREATE", "www.example.edu", "CNAME", "hub.example.edu")
    zone.change("CREATE", "*.user.example.edu", "A", "192.0.2.3")
    zone.change("CREATE", "_owner.example.edu", "TXT", '"hubkeeper"')
    zone.in_sync()
    assert zone.ask("www.example.edu", "A")[1] == [("CNAME", "hub.example.edu"), ("A", "192.0.2.1")]
    assert zone.ask("www.example.edu", "CNAME")[1] == [("CNAME", "hub.example.edu")]
    assert zone.ask("one.user.example.edu", "A")[1] == [("A", "192.0.2.3")]
    assert zone.ask("_owner.example.edu", "TXT")[1] == [("TXT", "hubkeeper")]
    assert len(zone.ask("example.edu", "NS")[1]) == 4 and zone.ask("example.edu", "SOA")[1][0][0] == "SOA"
    assert zone.ask("example.org", "A")[0] == NXDOMAIN


def test_what_people_publish_elsewhere_is_followed_until_it_is_taken_away(zone: Zone, sim: Sim) -> None:
    zone.change("CREATE", "hub.example.edu", "A", "192.0.2.1")
    zone.in_sync()
    assert zone.ask("hub.example.org", "CNAME")[0] == NXDOMAIN
    sim.admin("POST", "names", {"Hub.example.org": "hub.example.edu"})
    assert zone.ask("hub.example.org", "CNAME")[1] == [("CNAME", "hub.example.edu")]
    assert zone.ask("hub.example.org", "A")[1] == [("CNAME", "hub.example.edu"), ("A", "192.0.2.1")]
    sim.admin("POST", "names", {"hub.example.org": None})
    assert zone.ask("hub.example.org", "A")[0] == NXDOMAIN


def test_what_does_not_fit_is_asked_for_again_by_tcp(zone: Zone) -> None:
    zone.change("CREATE", "many.example.edu", "A", *(f"192.0.2.{number}" for number in range(60)))
    zone.in_sync()
    assert zone.ask("many.example.edu", "A")[0] == -1
    assert len(zone.ask("many.example.edu", "A", stream=True)[1]) == 60


def test_contradictions_are_refused(zone: Zone) -> None:
    zone.change("CREATE", "hub.example.edu", "A", "192.0.2.1")
    change = lambda *given: error_of(lambda: zone.change(*given))  # noqa: E731
    assert change("CREATE", "hub.example.edu", "A", "192.0.2.1") == "InvalidChangeBatch"
    assert change("UPSERT", "hub.example.edu", "CNAME", "else.example.edu") == "InvalidChangeBatch"
    assert change("UPSERT", "example.edu", "CNAME", "else.example.edu") == "InvalidChangeBatch"
    assert change("DELETE", "nobody.example.edu", "A", "192.0.2.1") == "InvalidChangeBatch"
    assert change("DELETE", "hub.example.edu", "A", "192.0.2.9") == "InvalidChangeBatch"
    assert error_of(lambda: zone.client.get_change(Id="/change/C0NOTHING")) == "NoSuchChange"


def test_the_dns_server_survives_nonsense(zone: Zone) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        for message in (b"", b"x", b"\0" * 12, b"\xff" * 40):
            client.sendto(message, ("127.0.0.1", zone.sim.dns))
    assert zone.ask("example.edu", "SOA")[0] == 0


def test_the_proxy_leads_nowhere_else(zone: Zone) -> None:
    zone.change("CREATE", "hub.example.edu", "A", "127.0.0.1")
    zone.in_sync()
    for target in ("hub.example.edu:443", "127.0.0.1:22", "example.org:443"):
        assert connect(zone.sim, target)[0] == 502
    wrong = {"lab/controller": 80}
    assert zone.sim.admin_raw("POST", "backends", wrong)[0] == 400
