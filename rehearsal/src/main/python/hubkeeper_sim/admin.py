"""The admin interface under /_hubkeeper/."""

import json
import sys
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

from . import rules, scenarios
from .calls import Environ
from .clock import TIMELINE
from .cloud.state import homes
from .eks.served import NEWEST, look_of
from .failures import FAILURES
from .inventory import inventory
from .quotas import QUOTAS
from .replies import Reply, json_reply
from .resources import resources
from .simulator import Simulator

PREFIX = "/_hubkeeper/"

Query = dict[str, str]


class Admin:
    """Serves the admin interface; JSON in, JSON out."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._routes: dict[tuple[str, str], Callable[[Query, Any], Any]] = {
            ("POST", "scenario"): self._scenario,
            ("GET", "scenarios"): lambda query, body: scenarios.names(),
            ("POST", "reset"): lambda query, body: simulator.reset() or {},
            ("POST", "faults"): lambda query, body: simulator.faults.replace(body) or simulator.faults.describe(),
            ("GET", "faults"): lambda query, body: simulator.faults.describe(),
            ("GET", "log"): self._log,
            ("DELETE", "log"): lambda query, body: simulator.journal.clear() or {},
            ("POST", "callers"): lambda query, body: simulator.callers.register(body) or {"registered": len(body)},
            ("POST", "hooks"): lambda query, body: simulator.hooks.add(body) or simulator.hooks.describe(),
            ("GET", "hooks"): lambda query, body: simulator.hooks.describe(),
            ("POST", "kubernetes"): self._kubernetes,
            ("POST", "backends"): lambda query, body: simulator.balancers.set_ports(body),
            ("GET", "backends"): lambda query, body: simulator.balancers.ports(),
            ("POST", "names"): lambda query, body: simulator.elsewhere.put(body),
            ("POST", "access-entries"): lambda query, body: simulator.reviews.set_entries(body) or {},
            ("GET", "state"): self._state,
            ("GET", "resources"): self._resources,
            ("POST", "rules"): lambda query, body: rules.turn_off(body["off"]),
            ("GET", "rules"): lambda query, body: rules.names(),
            ("POST", "failures"): lambda query, body: FAILURES.replace(body) or FAILURES.describe(),
            ("GET", "failures"): lambda query, body: FAILURES.describe(),
            ("POST", "quotas"): lambda query, body: QUOTAS.replace(body),
            ("POST", "delays"): lambda query, body: TIMELINE.set_delays(body) or body,
        }

    def answer(self, environ: Environ) -> Reply:
        """Serves one request; what is not understood is refused with its reason."""
        method, path = environ["REQUEST_METHOD"], unquote(environ["PATH_INFO"]).removeprefix(PREFIX).strip("/")
        try:
            body = _body(environ)
            if method == "POST" and path.startswith("token-review/"):
                return json_reply(self._simulator.reviews.review(path.removeprefix("token-review/"), body))
            if method == "GET" and path.startswith("look/"):
                return json_reply(self._look(path.removeprefix("look/")))
            route = self._routes.get((method, path))
            if route is None:
                known = sorted(f"{verb} {name}" for verb, name in self._routes) + ["POST token-review/CLUSTER", "GET look/CLUSTER"]
                return json_reply({"error": f"no {method} {path}", "known": known}, 404)
            return json_reply(route(_query(environ), body))
        except scenarios.UnknownScenario as unknown:
            return json_reply({"error": str(unknown), "known": scenarios.names()}, 404)
        except (ValueError, KeyError, TypeError) as refused:
            return json_reply({"error": f"{type(refused).__name__}: {refused}"}, 400)
        except Exception as failure:  # the caller shall see it too
            traceback.print_exc(file=sys.stderr)
            return json_reply({"error": f"{type(failure).__name__}: {failure}"}, 500)

    def _kubernetes(self, query: Query, body: Any) -> Any:
        self._simulator.kubernetes.register(body)
        self._simulator.cloud.follow()
        return {}

    def _look(self, cluster: str) -> Any:
        with self._simulator.lock:
            home = next(homes(cluster), None)
            return look_of(home.cluster if home else NEWEST)

    def _scenario(self, query: Query, body: Any) -> Any:
        return scenarios.seed(self._simulator, body)

    def _state(self, query: Query, body: Any) -> Any:
        with self._simulator.lock:
            TIMELINE.settle()
            return inventory()

    def _resources(self, query: Query, body: Any) -> Any:
        with self._simulator.lock:
            TIMELINE.settle()
            return resources()

    def _log(self, query: Query, body: Any) -> Any:
        mutating = {"true": True, "false": False}.get(query.get("mutating", ""))
        return self._simulator.journal.read(int(query.get("since", 0)), query.get("caller"), mutating)


def _body(environ: Environ) -> Any:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length:
        raw = environ["wsgi.input"].read(length)
    else:
        raw = environ["wsgi.input"].read() if environ.get("wsgi.input_terminated") else b""
    return json.loads(raw) if raw.strip() else {}


def _query(environ: Environ) -> Query:
    return {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
