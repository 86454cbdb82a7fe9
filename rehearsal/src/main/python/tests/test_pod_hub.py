"""The hub: users and servers by its REST API, told by their pods."""

import json
from pathlib import Path
from typing import Any

import pytest

from hubkeeper_pods.programs.hub import Hub
from hubkeeper_pods.web import Reply

from .pods import FakeApi

PODS = "/api/v1/namespaces/hub/pods"
VALUES = {"image": {"name": "sample", "tag": "1"}, "cpu": {"guarantee": 0.1}, "memory": {"guarantee": "1G"}}


class _Request:
    def __init__(self, method: str, headers: dict[str, str], **query: str) -> None:
        self.method, self.headers, self.query = method, headers, query


class OnHub:
    """A hub with the token `t`."""

    def __init__(self, place: Path) -> None:
        self.api = FakeApi()
        self.place = place / "users.json"
        self.hub = self.again()

    def again(self) -> Hub:
        """The hub after its pod has moved."""
        api: Any = self.api
        return Hub(api, "hub", "t", VALUES, self.place)

    def ask(self, method: str, path: str, token: str = "t", accept: str = "", **query: str) -> tuple[int, Any]:
        """Asks as a service."""
        request: Any = _Request(method, {"Authorization": f"token {token}", "Accept": accept}, **query)
        reply: Reply = self.hub.answer(request, path)
        return reply.status, json.loads(reply.body) if reply.body else None

    def come_up(self, name: str) -> None:
        """The pod of a user becomes ready."""
        self.api.objects[f"{PODS}/jupyter-{name}"]["status"] = {"conditions": [{"type": "Ready", "status": "True"}]}


@pytest.fixture
def on(tmp_path: Path) -> OnHub:
    """A hub without users."""
    return OnHub(tmp_path)


def test_only_the_service_may_ask(on: OnHub) -> None:
    assert on.ask("GET", "/", token="x")[0] == 200
    assert on.ask("GET", "/users", token="x")[0] == 403


def test_a_server_comes_up_and_goes(on: OnHub) -> None:
    assert on.ask("GET", "/users/a")[0] == 404
    assert on.ask("POST", "/users/a")[0] == 201
    assert on.ask("POST", "/users/a")[0] == 409
    assert on.ask("GET", "/users/a")[1]["servers"] == {}
    assert on.ask("POST", "/users/a/server")[0] == 202
    assert on.ask("POST", "/users/a/server")[0] == 400
    assert on.ask("GET", "/users/a")[1]["servers"][""]["pending"] == "spawn"
    assert not on.hub.ready("a")
    on.come_up("a")
    assert on.ask("GET", "/users/a")[1]["servers"][""]["ready"] is True and on.hub.ready("a")
    on.hub = on.again()
    assert on.ask("GET", "/users/a")[1]["servers"][""]["ready"] is True
    assert on.ask("DELETE", "/users/a/server")[0] == 202
    assert on.ask("GET", "/users/a")[1]["servers"] == {}
    assert on.ask("DELETE", "/users/a")[0] == 204
    assert on.ask("GET", "/users/a")[0] == 404


def test_active_users_come_in_pages(on: OnHub) -> None:
    for name in ("a", "b", "c"):
        on.ask("POST", f"/users/{name}/server")
    on.ask("POST", "/users/idle")
    wanted = {"state": "active", "limit": "2", "accept": "application/jupyterhub-pagination+json"}
    first = on.ask("GET", "/users", offset="0", **wanted)[1]
    assert [one["name"] for one in first["items"]] == ["a", "b"]
    assert first["_pagination"]["next"]["offset"] == 2
    last = on.ask("GET", "/users", offset="2", **wanted)[1]
    assert [one["name"] for one in last["items"]] == ["c"] and last["_pagination"]["next"] is None


def test_metrics_count_what_was_started(on: OnHub) -> None:
    on.ask("POST", "/users/a/server")
    assert 'status="success"} 1' in on.hub.metrics() and 'status="failure"} 0' in on.hub.metrics()
