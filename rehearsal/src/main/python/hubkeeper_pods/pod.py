"""One pod and the program behind it."""

import json
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from . import status
from .account import ServiceAccount
from .api import STRATEGIC, Api, ApiError, Object
from .directory import Directory
from .log import follow
from .probe import Probe, probe_of
from .settings import ENDS, PROGRAM, Settings
from .spec import Find, Missing, resolve

LOG = logging.getLogger(__name__)

BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)
PROBE_SECONDS = 2.0
REPORT_SECONDS = 2.0


class PodProgram:
    """Keeps a program running for as long as its pod does, and reports as a kubelet would."""

    def __init__(self, api: Api, cluster: str, settings: Settings, account: ServiceAccount, pod: Object) -> None:
        self._api, self._cluster, self._settings, self._account = api, cluster, settings, account
        self.pod = pod
        metadata = pod["metadata"]
        self._namespace, self._name = metadata["namespace"], metadata["name"]
        self._label = f"{self._namespace}_{self._name}"
        home = settings.directory / cluster
        self.directory = Directory(home / "pods" / f"{self._label}_{metadata['uid']}")
        self._claims, self._log = home / "claims", home / "logs" / f"{self._label}.log"
        self._volumes: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._probe: Probe | None = None
        self._restarts, self._start_at, self._probe_at = -1, 0.0, 0.0
        self._reported: tuple[Any, ...] = ()
        self._reported_at = 0.0
        self._told = ("", "")
        self.ports: dict[int, int] = {}
        self.ready = False

    def step(self, pod: Object, find: Find) -> None:
        """Does what is next; returns soon."""
        self.pod = pod
        if self._process is None:
            if time.monotonic() >= self._start_at:
                self._start(find)
        elif self._process.poll() is not None:
            self._ended(self._process.returncode)
        elif self._give(find):
            self._observe()

    def end(self) -> None:
        """The pod is gone: so is its program, with all that only the pod had."""
        self.stop()
        self.directory.remove()
        self._api.delete(self._kwok("portforwards"))
        self._api.delete(self._kwok("logs"))

    def stop(self) -> None:
        """Ends the program."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(3)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process, self.ready = None, False

    def devices(self) -> str | None:
        """The resource that the program has registered as a device plug-in."""
        file = self.directory.root / "var/lib/kubelet/device-plugins/registered.json"
        return str(json.loads(file.read_text("utf-8"))["resource"]) if self.ready and file.exists() else None

    def _give(self, find: Find) -> bool:
        """Whether all is there that the spec refers to; then the program's files are as they should be."""
        try:
            given = resolve(self.pod, find, self._volume)
            given.files |= self._account.files()
        except Missing as missing:
            self._report(status.waiting(self.pod, max(0, self._restarts), missing.reason, str(missing)))
            mount = missing.reason == "ContainerCreating"
            self._tell("Warning", "FailedMount" if mount else "Failed", str(missing))
            return False
        rest = {
            "pod": self.pod["metadata"] | {"nodeName": self.pod["spec"]["nodeName"]},
            "ports": {str(inside): outside for inside, outside in self.ports.items()},
            "portNames": {port["name"]: port["containerPort"] for port in self._container_ports() if "name" in port},
            "aws": self._account.aws(),
            "kubernetes": self._account.kubernetes(self.directory.root),
            "rehearsal": self._settings.for_programs(self._cluster),
        }
        self.directory.write(given, rest)
        return True

    def _volume(self, volume: Object) -> Path:
        claim = volume.get("persistentVolumeClaim")
        if claim is None:
            return self.directory.volume(volume["name"])
        path = self._claims / self._behind(str(claim["claimName"]))
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def _behind(self, claim: str) -> str:
        """The volume that a claim has: a claim that was made anew begins with an empty one."""
        if claim not in self._volumes:
            found = self._api.find(f"/api/v1/namespaces/{self._namespace}/persistentvolumeclaims/{claim}")
            name = (found or {}).get("spec", {}).get("volumeName")
            if not name:
                raise Missing("ContainerCreating", f'persistentvolumeclaim "{claim}" has no volume')
            self._volumes[claim] = str(name)
        return self._volumes[claim]

    def _start(self, find: Find) -> None:
        self.ports = {port["containerPort"]: _free_port() for port in self._container_ports()}
        if not self._give(find):
            self._start_at = time.monotonic() + BACK_OFF_SECONDS[0]
            return
        self._probe = probe_of(self.pod["spec"]["containers"][0], self.ports)
        self._lead()
        program = self.pod["metadata"]["annotations"][PROGRAM]
        command = [sys.executable, "-m", "hubkeeper_pods", program, "--dir", str(self.directory.path)]
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(Path(__file__).parent.parent)}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=self.directory.path,
        )
        if self._process.stdout is not None:
            follow(self._process.stdout, self._log)
        self._restarts += 1
        self._probe_at = 0.0
        LOG.info("%s/%s: %s runs as %d", self._cluster, self._label, program, self._process.pid)
        self._tell("Normal", "Started", f"Started container {self.pod['spec']['containers'][0]['name']}")

    def _ended(self, code: int) -> None:
        LOG.info("%s/%s: ended with %d", self._cluster, self._label, code)
        self._process, self.ready = None, False
        if self.pod["spec"].get("restartPolicy", "Always") != "Always":
            ended = {"metadata": {"annotations": {ENDS: "0" if code == 0 else "1"}}}
            self._patch(self._path(), ended)
            self._start_at = float("inf")
            return
        wait = BACK_OFF_SECONDS[min(self._restarts, len(BACK_OFF_SECONDS) - 1)]
        self._start_at = time.monotonic() + wait
        message = f"back-off restarting failed container, which ended with {code}"
        self._report(status.waiting(self.pod, self._restarts, "CrashLoopBackOff", message))
        self._tell("Warning", "BackOff", message)

    def _observe(self) -> None:
        if time.monotonic() < self._probe_at and self.ready == status.says_ready(self.pod):
            return
        self.ready = self._probe is None or self._probe.answers()
        self._probe_at = time.monotonic() + (PROBE_SECONDS if self.ready else 0.0)
        self._report(status.running(self.pod, self.ready, self._restarts))

    def _report(self, body: Object) -> None:
        first = body["status"]["containerStatuses"][0]
        what = (first["ready"], first["restartCount"], str(first["state"].get("waiting")))
        stale = first["ready"] != status.says_ready(self.pod) and time.monotonic() > self._reported_at + REPORT_SECONDS
        if what != self._reported or stale:
            self._patch(f"{self._path()}/status", body)
            self._reported, self._reported_at = what, time.monotonic()

    def _patch(self, path: str, body: Object) -> None:
        try:
            self._api.patch(path, body, STRATEGIC)
        except ApiError as error:
            if error.status != 404:  # the pod has gone meanwhile
                raise

    def _tell(self, kind: str, reason: str, message: str) -> None:
        """Explains by an event, once for each reason in a row."""
        if (reason, message) != self._told:
            self._told = reason, message
            event = status.event(self.pod, kind, reason, message)
            self._api.create(f"/api/v1/namespaces/{self._namespace}/events", event)

    def _lead(self) -> None:
        """Leads kubectl's port-forward and logs, which kwok serves, to the program."""
        owner = {"apiVersion": "v1", "kind": "Pod", "name": self._name, "uid": self.pod["metadata"]["uid"]}
        metadata = {"name": self._name, "namespace": self._namespace, "ownerReferences": [owner]}
        kind: Object = {"apiVersion": "kwok.x-k8s.io/v1alpha1", "metadata": metadata}
        forwards = [
            {"ports": [inside], "target": {"port": outside, "address": "127.0.0.1"}}
            for inside, outside in self.ports.items()
        ]
        if forwards:
            self._api.apply(self._kwok("portforwards"), {**kind, "kind": "PortForward", "spec": {"forwards": forwards}})
        logs = [{"logsFile": str(self._log), "follow": True}]
        self._api.apply(self._kwok("logs"), {**kind, "kind": "Logs", "spec": {"logs": logs}})

    def _container_ports(self) -> list[Object]:
        return list(self.pod["spec"]["containers"][0].get("ports", []))

    def _path(self) -> str:
        return f"/api/v1/namespaces/{self._namespace}/pods/{self._name}"

    def _kwok(self, plural: str) -> str:
        return f"/apis/kwok.x-k8s.io/v1alpha1/namespaces/{self._namespace}/{plural}/{self._name}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
