"""Prometheus: targets by the mounted configuration and the live API server, and a few series."""

import operator
import re
import threading
import time
from typing import Any
from urllib.parse import parse_qs

import yaml

from ..api import Api, Object
from ..given import Given
from ..status import now
from ..web import Reply, Request, serve

_SELECTOR = re.compile(r"\s*([a-zA-Z_:][\w:]*)\s*(?:\{(.*)\})?\s*")
_MATCHER = re.compile(r"""\s*(\w+)\s*(=~|!=|!~|=)\s*["']([^"']*)["']\s*,?""")
_AGGREGATE = re.compile(r"\s*(sum|count)\s*\((.+)\)\s*", re.DOTALL)
_COMPARISON = re.compile(r"(.+?)\s*(==|!=|>=|<=|>|<)\s*(-?[\d.]+)\s*", re.DOTALL)
_OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}

Labels = dict[str, str]


class Prometheus:
    """Looks at the API server for each question; nothing is stored."""

    def __init__(self, api: Api, config: dict[str, Any]) -> None:
        self._api, self._config = api, config

    def answer(self, request: Request) -> Reply:
        """Serves a request."""
        if request.path in ("/-/ready", "/-/healthy"):
            return Reply(200, "Prometheus Server is Ready.\n")
        if request.path == "/api/v1/targets":
            active = [_target(labels, up) for labels, up in self._targets()]
            return _success({"activeTargets": active, "droppedTargets": []})
        if request.path == "/api/v1/query":
            return self._query(request)
        if request.path == "/api/v1/status/config":
            return _success({"yaml": yaml.safe_dump(self._config)})
        return Reply(404, "404 page not found\n")

    def _query(self, request: Request) -> Reply:
        form = parse_qs(request.body.decode("utf-8", "replace"))
        query = request.query.get("query") or form.get("query", [""])[0]
        try:
            samples = self._evaluate(query)
        except ValueError as refused:
            return Reply(400, {"status": "error", "errorType": "bad_data", "error": str(refused)})
        moment = time.time()
        result = [{"metric": labels, "value": [moment, f"{value:g}"]} for labels, value in samples]
        return _success({"resultType": "vector", "result": result})

    def _evaluate(self, query: str) -> list[tuple[Labels, float]]:
        aggregate = _AGGREGATE.fullmatch(query)
        if aggregate:
            values = [value for _, value in self._evaluate(aggregate.group(2))]
            total = sum(values) if aggregate.group(1) == "sum" else float(len(values))
            return [({}, total)] if values else []
        comparison = _COMPARISON.fullmatch(query)
        if comparison:
            compare, number = _OPERATORS[comparison.group(2)], float(comparison.group(3))
            return [one for one in self._evaluate(comparison.group(1)) if compare(one[1], number)]
        selector = _SELECTOR.fullmatch(query)
        if not selector:
            raise ValueError(f"this stand-in does not understand the query {query!r}")
        name, matchers = selector.group(1), _MATCHER.findall(selector.group(2) or "")
        return [
            ({"__name__": name, **labels}, value)
            for labels, value in self._series(name)
            if all(_matches(labels.get(key, ""), sign, wanted) for key, sign, wanted in matchers)
        ]

    def _series(self, name: str) -> list[tuple[Labels, float]]:
        if name == "up":
            return [(labels, 1.0 if up else 0.0) for labels, up in self._targets()]
        if name in ("kubelet_running_pods", "kubelet_running_pod_count"):
            pods = [pod["spec"].get("nodeName") for pod in self._pods() if pod["status"].get("phase") == "Running"]
            nodes = [labels for labels, up in self._targets() if labels["job"] == "kubernetes-nodes" and up]
            return [(labels, float(pods.count(labels["instance"]))) for labels in nodes]
        return []

    def _targets(self) -> list[tuple[Labels, bool]]:
        found: list[tuple[Labels, bool]] = []
        for job in self._config.get("scrape_configs") or []:
            name = job["job_name"]
            for static in job.get("static_configs") or []:
                found += [({"job": name, "instance": target}, True) for target in static.get("targets") or []]
            for discovery in job.get("kubernetes_sd_configs") or []:
                if discovery["role"] == "node":
                    found += [(_node_labels(name, node), _is_ready(node)) for node in self._nodes()]
                elif discovery["role"] == "pod":
                    found += [(_pod_labels(name, pod), _is_ready(pod)) for pod in self._pods() if _scraped(pod)]
        return found

    def _nodes(self) -> list[Object]:
        return self._api.items("/api/v1/nodes")

    def _pods(self) -> list[Object]:
        return self._api.items("/api/v1/pods")


def _node_labels(job: str, node: Object) -> Labels:
    labels = node["metadata"].get("labels", {})
    kept = {re.sub(r"\W", "_", key): str(value) for key, value in labels.items()}
    return {**kept, "job": job, "instance": node["metadata"]["name"]}


def _pod_labels(job: str, pod: Object) -> Labels:
    metadata = pod["metadata"]
    port = metadata["annotations"].get("prometheus.io/port", "80")
    address = f"{pod['status'].get('podIP', '')}:{port}"
    return {"job": job, "instance": address, "namespace": metadata["namespace"], "pod": metadata["name"]}


def _scraped(pod: Object) -> bool:
    running = pod["status"].get("phase") == "Running"
    return running and (pod["metadata"].get("annotations") or {}).get("prometheus.io/scrape") == "true"


def _is_ready(thing: Object) -> bool:
    conditions = thing["status"].get("conditions", [])
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def _target(labels: Labels, up: bool) -> dict[str, Any]:
    return {
        "labels": labels,
        "scrapePool": labels["job"],
        "scrapeUrl": f"http://{labels['instance']}/metrics",
        "lastError": "" if up else "server returned HTTP status 503 Service Unavailable",
        "lastScrape": now(),
        "health": "up" if up else "down",
    }


def _matches(value: str, sign: str, wanted: str) -> bool:
    if sign in ("=", "!="):
        return (value == wanted) == (sign == "=")
    return bool(re.fullmatch(wanted, value)) == (sign == "=~")


def _success(data: Any) -> Reply:
    return Reply(200, {"status": "success", "data": data})


def run(given: Given) -> None:
    """Serves until the pod ends."""
    config = yaml.safe_load(given.path(given.flag("config.file")).read_text("utf-8"))
    serve(given.port("http"), Prometheus(given.kubernetes(), config).answer)
    threading.Event().wait()
