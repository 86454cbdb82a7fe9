"""Runs the programs of one cluster's pods."""

import http.client
import json
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator

from .account import ServiceAccount
from .api import Access, Api, ApiError, Object
from .aws import AwsError, admin
from .informer import Informer
from .network import ways
from .pod import PodProgram
from .programs.device_plugin import gpus_of
from .roles import Roles
from .settings import PROGRAM, Settings

LOG = logging.getLogger(__name__)

BUSY_SECONDS, QUIET_SECONDS = 0.2, 1.0
TELL_SECONDS = 10.0


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
        self._accounts = self._follow("serviceaccounts")
        # Helm's own Secrets are large, and no pod mounts them.
        self._secrets = self._follow("secrets", fieldSelector="type!=helm.sh/release.v1")
        self._programs: dict[str, PodProgram] = {}
        self._network: str | None = None
        self._trouble = ""
        self._ways: dict[str, int] = {}
        self._told: dict[str, int | None] = {}
        self._tell_at = 0.0
        self._swept = False
        self._equipped: set[tuple[str, str]] = set()
        self._thread = threading.Thread(target=self._loop, name=f"pods of {name}", daemon=True)

    def start(self) -> None:
        """Begins to follow the cluster."""
        for informer in self._informers():
            informer.start()
        self._roles.start()
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
        return all(one.listed() for one in self._informers())

    def _informers(self) -> tuple[Informer, ...]:
        return self._pods, self._services, self._config_maps, self._accounts, self._secrets

    def _loop(self) -> None:
        while not self._ended.is_set():
            settled = all(program.ready for program in self._programs.values())
            self._wake.wait(QUIET_SECONDS if settled else BUSY_SECONDS)
            self._wake.clear()
            if self._listed() and not self._ended.is_set():
                self._round()

    def _round(self) -> None:
        self._safely(self._sweep)
        wanted = {pod["metadata"]["uid"]: pod for pod in self._pods.all() if _has_program(pod)}
        for uid in set(self._programs) - set(wanted):
            self._safely(self._programs.pop(uid).end)
        for uid, pod in wanted.items():
            self._safely(lambda uid=uid, pod=pod: self._step(uid, pod))
        self._safely(self._write_network)
        self._safely(self._tell_backends)
        self._safely(self._report_devices)

    def _sweep(self) -> None:
        """Takes away, once, what an earlier runner left of pods that have gone meanwhile."""
        if not self._swept:
            self._swept = True
            there = {pod["metadata"]["uid"] for pod in self._pods.all()}
            for left in (self._settings.directory / self._name / "pods").glob("*"):
                if left.name.rpartition("_")[2] not in there:
                    shutil.rmtree(left, ignore_errors=True)

    def _step(self, uid: str, pod: Object) -> None:
        program = self._programs.get(uid)
        if program is None:
            account = ServiceAccount(self._api, self._access, self._roles, self._accounts.get, pod)
            program = self._programs[uid] = PodProgram(self._api, self._name, self._settings, account, pod)
        program.step(pod, self._find)

    def _find(self, kind: str, namespace: str, name: str) -> Object | None:
        return (self._secrets if kind == "Secret" else self._config_maps).get(namespace, name)

    def _write_network(self) -> None:
        ready = [(one.pod, one.ports) for one in self._programs.values() if one.ready]
        self._ways = ways(self._services.all(), ready)
        text = json.dumps({"services": self._ways}, indent=1, sort_keys=True)
        if text != self._network:
            file = self._settings.network_file(self._name)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial = file.with_suffix(".part")
            partial.write_text(text, encoding="utf-8")
            partial.replace(file)
            self._network = text

    def _tell_backends(self) -> None:
        """Tells the simulated cloud where its load balancers lead; None while no pod is ready."""
        backends = dict(self._backends())
        changed = {name: port for name, port in backends.items() if self._told.get(name, -1) != port}
        changed |= {name: None for name in set(self._told) - set(backends)}
        if time.monotonic() > self._tell_at:  # a simulator that was started again knows nothing
            changed |= backends
        if changed:
            admin(self._settings.simulator, "POST", "backends", changed)
            self._told, self._tell_at = backends, time.monotonic() + TELL_SECONDS

    def _backends(self) -> Iterator[tuple[str, int | None]]:
        for service in self._services.all():
            ports = [port["port"] for port in service["spec"].get("ports", [])]
            if service["spec"].get("type") == "LoadBalancer" and ports:
                name = f"{service['metadata']['namespace']}/{service['metadata']['name']}"
                chosen = 443 if 443 in ports else ports[0]
                yield f"{self._name}/{name}", self._ways.get(f"{name}:{chosen}")

    def _report_devices(self) -> None:
        """As a kubelet: devices that a plug-in has registered become the node's."""
        for program in self._programs.values():
            devices = program.devices()
            node = program.pod["spec"]["nodeName"]
            if devices and (node, program.pod["metadata"]["uid"]) not in self._equipped:
                path = f"/api/v1/nodes/{node}"
                labels = self._api.get(path)["metadata"].get("labels", {})
                many = str(gpus_of(labels.get("node.kubernetes.io/instance-type", "")))
                status = {name: {devices: many} for name in ("capacity", "allocatable")}
                self._api.patch(f"{path}/status", {"status": status})
                self._equipped.add((node, program.pod["metadata"]["uid"]))

    def _safely(self, action: Callable[[], None]) -> None:
        """One pod's trouble must not hold up the others; the next round tries again."""
        try:
            action()
        except Exception as trouble:  # also what nobody has thought of
            if str(trouble) != self._trouble:
                self._trouble = str(trouble)
                expected = isinstance(trouble, (ApiError, AwsError, OSError, http.client.HTTPException))
                LOG.warning("%s: %s", self._name, trouble, exc_info=not expected)


def _has_program(pod: Object) -> bool:
    metadata = pod["metadata"]
    marked = PROGRAM in metadata.get("annotations", {})
    return marked and pod["status"].get("phase") == "Running" and "deletionTimestamp" not in metadata
