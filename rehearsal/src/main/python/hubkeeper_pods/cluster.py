"""Runs the programs of one cluster's pods."""

import http.client
import json
import logging
import threading
from collections.abc import Iterator

from .account import ServiceAccount
from .api import Access, Api, ApiError, Object
from .aws import AwsError, admin
from .informer import Informer
from .pod import PodProgram
from .roles import Roles
from .settings import PROGRAM, Settings

LOG = logging.getLogger(__name__)

BUSY_SECONDS, QUIET_SECONDS = 0.1, 1.0


class ClusterPods:
    """Follows a cluster's pods and keeps their programs, addresses and load balancers' ways in step."""

    def __init__(self, name: str, access: Access, settings: Settings) -> None:
        self._name, self._access, self._settings = name, access, settings
        self._api = Api(access)
        self._roles = Roles(settings.simulator, name)
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._pods = self._follow("pods")
        self._services = self._follow("services")
        self._config_maps = self._follow("configmaps")
        # Helm's own Secrets are large, and no pod mounts them.
        self._secrets = self._follow("secrets", fieldSelector="type!=helm.sh/release.v1")
        self._programs: dict[str, PodProgram] = {}
        self._network: str | None = None
        self._told: dict[str, int | None] = {}
        self._thread = threading.Thread(target=self._loop, name=f"pods of {name}", daemon=True)

    def start(self) -> None:
        """Begins to follow the cluster."""
        for informer in (self._pods, self._services, self._config_maps, self._secrets):
            informer.start()
        self._thread.start()

    def await_listed(self) -> None:
        """Returns once the cluster's objects are known."""
        while not self._listed():
            self._wake.wait(0.05)

    def stop(self) -> None:
        """Ends all programs; the pods' files stay for a next run."""
        self._ended.set()
        self._wake.set()
        self._thread.join(10)
        for program in self._programs.values():
            program.stop()

    def _follow(self, plural: str, **query: str) -> Informer:
        return Informer(self._api, f"/api/v1/{plural}", self._wake.set, **query)

    def _listed(self) -> bool:
        return all(one.listed() for one in (self._pods, self._services, self._config_maps, self._secrets))

    def _loop(self) -> None:
        while not self._ended.is_set():
            settled = all(program.ready for program in self._programs.values())
            self._wake.wait(QUIET_SECONDS if settled else BUSY_SECONDS)
            self._wake.clear()
            if self._listed() and not self._ended.is_set():
                self._round()

    def _round(self) -> None:
        wanted = {pod["metadata"]["uid"]: pod for pod in self._pods.all() if _has_program(pod)}
        for uid in set(self._programs) - set(wanted):
            self._safely(self._programs.pop(uid).end)
        for uid, pod in wanted.items():
            self._safely(lambda uid=uid, pod=pod: self._step(uid, pod))
        self._safely(self._write_network)
        self._safely(self._tell_backends)

    def _step(self, uid: str, pod: Object) -> None:
        program = self._programs.get(uid)
        if program is None:
            account = ServiceAccount(self._api, self._access, self._roles, pod)
            program = self._programs[uid] = PodProgram(self._api, self._name, self._settings, account, pod)
        program.step(pod, self._find)

    def _find(self, kind: str, namespace: str, name: str) -> Object | None:
        return (self._secrets if kind == "Secret" else self._config_maps).get(namespace, name)

    def _write_network(self) -> None:
        addresses = {
            f"{program.pod['status'].get('podIP')}:{inside}": outside
            for program in self._programs.values()
            for inside, outside in program.ports.items()
        }
        text = json.dumps(addresses, indent=1, sort_keys=True)
        if text != self._network:
            file = self._settings.network_file(self._name)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial = file.with_suffix(".part")
            partial.write_text(text, encoding="utf-8")
            partial.replace(file)
            self._network = text

    def _tell_backends(self) -> None:
        """Tells the simulated cloud where its load balancers lead."""
        backends = dict(self._backends())
        changed = {name: port for name, port in backends.items() if self._told.get(name, -1) != port}
        changed |= {name: None for name in set(self._told) - set(backends)}
        if changed:
            admin(self._settings.simulator, "POST", "backends", changed)
            self._told = backends

    def _backends(self) -> Iterator[tuple[str, int | None]]:
        for service in self._services.all():
            if service["spec"].get("type") == "LoadBalancer":
                metadata = service["metadata"]
                yield f"{self._name}/{metadata['namespace']}/{metadata['name']}", self._way_in(service)

    def _way_in(self, service: Object) -> int | None:
        """The loopback port behind the Service's port 443, or its first; None while no pod is ready."""
        ports = service["spec"].get("ports", [])
        port = next((one for one in ports if one["port"] == 443), ports[0])
        for program in self._programs.values():
            if program.ready and _selects(service, program.pod):
                return program.ports.get(_number(port.get("targetPort", port["port"]), program.pod))
        return None

    def _safely(self, action: "object") -> None:
        """One pod's trouble must not hold up the others; the next round tries again."""
        try:
            action()  # type: ignore[operator]
        except (ApiError, AwsError, OSError, http.client.HTTPException) as trouble:
            LOG.warning("%s: %s", self._name, trouble)


def _has_program(pod: Object) -> bool:
    metadata = pod["metadata"]
    marked = PROGRAM in metadata.get("annotations", {})
    return marked and pod["status"].get("phase") == "Running" and "deletionTimestamp" not in metadata


def _selects(service: Object, pod: Object) -> bool:
    selector, metadata = service["spec"].get("selector") or {}, pod["metadata"]
    same = metadata["namespace"] == service["metadata"]["namespace"]
    return same and bool(selector) and selector.items() <= metadata.get("labels", {}).items()


def _number(target: "int | str", pod: Object) -> int:
    if isinstance(target, int):
        return target
    ports = pod["spec"]["containers"][0].get("ports", [])
    return next((port["containerPort"] for port in ports if port.get("name") == target), 0)
