"""The pod runner: what a spec gives, files that follow, programs that live as long as their pods."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from hubkeeper_pods.account import ServiceAccount
from hubkeeper_pods.api import Access, Object
from hubkeeper_pods.network import ways
from hubkeeper_pods.pod import PodProgram
from hubkeeper_pods.settings import Settings
from hubkeeper_pods.spec import Missing, resolve

from .pods import FakeApi
from .sim import eventually

POD = "/api/v1/namespaces/tools/pods/p"


class NoRoles:
    """Nobody has a role."""

    def current(self, namespace: str, account: str, role: str | None) -> None:
        """None."""


def _secret(**data: str) -> Object:
    import base64

    return {"data": {name: base64.b64encode(value.encode()).decode() for name, value in data.items()}}


def _pod(container: Object | None = None, volumes: list[Object] | None = None, **spec: Any) -> Object:
    api = FakeApi()
    annotations = {"rehearsal.hubkeeper.org/program": "hub"}
    one = {"name": "c", "image": "i", **(container or {})}
    given = {"nodeName": "n", "containers": [one], "volumes": volumes or [], **spec}
    metadata = {"annotations": annotations, "labels": {"app": "hub"}}
    return api.put(POD, metadata=metadata, spec=given, status={"phase": "Running", "podIP": "10.0.0.7"})


def test_environment_and_files_as_the_spec_says(tmp_path: Path) -> None:
    objects = {
        ("Secret", "tools", "s"): _secret(password="p4ss", other="x"),
        ("ConfigMap", "tools", "c"): {"data": {"a.yaml": "a: 1", "b.yaml": "b: 2"}},
    }
    env = [
        {"name": "NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
        {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "s", "key": "password"}}},
        {"name": "BOTH", "value": "$(NAMESPACE)/$(PASSWORD)/$(UNKNOWN)/$$(NAMESPACE)"},
        {"name": "NONE", "valueFrom": {"secretKeyRef": {"name": "gone", "key": "k", "optional": True}}},
    ]
    mounts = [
        {"name": "secret", "mountPath": "/etc/secret"},
        {"name": "config", "mountPath": "/etc/one.yaml", "subPath": "a.yaml"},
        {"name": "data", "mountPath": "/data"},
    ]
    volumes = [
        {"name": "secret", "secret": {"secretName": "s", "items": [{"key": "other", "path": "renamed"}]}},
        {"name": "config", "configMap": {"name": "c"}},
        {"name": "data", "emptyDir": {}},
    ]
    container = {"env": env, "volumeMounts": mounts, "args": ["--ns=$(NAMESPACE)"]}
    given = resolve(_pod(container, volumes), lambda *key: objects.get(key), lambda volume: tmp_path / volume["name"])
    assert given.env == {"NAMESPACE": "tools", "PASSWORD": "p4ss", "BOTH": "tools/p4ss/$(UNKNOWN)/$(NAMESPACE)"}
    assert given.args == ["--ns=tools"]
    assert given.files == {"/etc/secret/renamed": b"x", "/etc/one.yaml": b"a: 1"}
    assert given.directories == {"/data": tmp_path / "data"}


def test_what_is_missing_is_named_as_kubelet_names_it() -> None:
    mount = [{"name": "v", "mountPath": "/v"}]
    volume = [{"name": "v", "secret": {"secretName": "tls"}}]
    with pytest.raises(Missing, match='secret "tls" not found') as waiting:
        resolve(_pod({"volumeMounts": mount}, volume), lambda *_: None, lambda _: Path())
    assert waiting.value.reason == "ContainerCreating"
    env = [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "b"}}}]
    with pytest.raises(Missing, match="couldn't find key b") as refused:
        resolve(_pod({"env": env}), lambda *_: _secret(a="1"), lambda _: Path())
    assert refused.value.reason == "CreateContainerConfigError"


class Runner:
    """One pod with the hub's program."""

    def __init__(self, directory: Path, secrets: dict[str, Object]) -> None:
        self.api = FakeApi()
        self.secrets = {"config": _secret(**{"values.yaml": "singleuser: {}"}), **secrets}
        container = {
            "env": [{"name": "JUPYTERHUB_BASE_URL", "value": "/x/"}],
            "ports": [{"name": "http", "containerPort": 8081}],
            "readinessProbe": {"httpGet": {"path": "/x/hub/health", "port": "http"}},
            "volumeMounts": [
                {"name": "s", "mountPath": "/s"},
                {"name": "d", "mountPath": "/d"},
                {"name": "c", "mountPath": "/usr/local/etc/jupyterhub/config"},
            ],
        }
        volumes = [
            {"name": "c", "secret": {"secretName": "config"}},
            {"name": "s", "secret": {"secretName": "s"}},
            {"name": "d", "persistentVolumeClaim": {"claimName": "d"}},
        ]
        self.pod = _pod(container, volumes)
        self.api.objects[POD] = self.pod
        self.api.put("/api/v1/namespaces/tools/persistentvolumeclaims/d", spec={"volumeName": "pvc-1"})
        settings = Settings("http://127.0.0.1:9", directory)
        access = Access("http://127.0.0.1:9")
        account = ServiceAccount(self.api, access, NoRoles(), lambda *_: None, self.pod)  # type: ignore[arg-type]
        self.program = PodProgram(self.api, "lab", settings, account, self.pod)  # type: ignore[arg-type]

    def step(self) -> bool:
        """One round; whether the pod is ready."""
        self.program.step(self.pod, lambda kind, namespace, name: self.secrets.get(name))
        return self.program.ready

    def reported(self) -> Object:
        """The container's status as last reported."""
        return dict(self.pod["status"]["containerStatuses"][0])

    def inside(self, path: str) -> Path:
        """A path of the container."""
        return self.program.directory.root / path


def test_a_program_lives_as_long_as_its_pod(tmp_path: Path) -> None:
    runner = Runner(tmp_path, {})
    assert not runner.step()
    assert runner.reported()["state"]["waiting"]["message"] == 'secret "s" not found'
    runner.secrets["s"] = _secret(a="1")
    eventually(runner.step)
    assert runner.reported()["ready"] and runner.reported()["restartCount"] == 0
    port = runner.program.ports[8081]
    forward = runner.api.objects["/apis/kwok.x-k8s.io/v1alpha1/namespaces/tools/portforwards/p"]
    assert forward["spec"]["forwards"] == [{"ports": [8081], "target": {"port": port, "address": "127.0.0.1"}}]
    assert runner.inside("s/a").read_text() == "1"
    assert runner.inside("var/run/secrets/kubernetes.io/serviceaccount/token").read_text() == "a-token"

    runner.secrets["s"] = _secret(b="2")
    runner.step()
    assert not runner.inside("s/a").exists() and runner.inside("s/b").read_text() == "2"

    process = runner.program._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    eventually(lambda: not runner.step())
    assert runner.reported()["state"]["waiting"]["reason"] == "CrashLoopBackOff"
    eventually(runner.step)
    assert runner.reported()["restartCount"] == 1
    assert {"FailedMount", "Started", "BackOff"} == {one["reason"] for one in runner.api.created}

    runner.inside("d/kept").write_text("data")
    again = runner.program._process
    runner.program.end()
    assert again is not None and again.poll() is not None
    assert not runner.program.directory.path.exists() and not [p for p in runner.api.objects if "portforwards" in p]
    assert (tmp_path / "lab/claims/pvc-1/kept").read_text() == "data"


def test_services_lead_to_ready_pods_they_select() -> None:
    pod = _pod({"ports": [{"name": "http", "containerPort": 8081}]})
    ports = [{"name": "web", "port": 80, "targetPort": "http"}]
    service = {"metadata": {"namespace": "tools", "name": "s"}, "spec": {"selector": {"app": "hub"}, "ports": ports}}
    other = {"metadata": {"namespace": "tools", "name": "o"}, "spec": {"selector": {"app": "x"}, "ports": ports}}
    found = ways([service, other], [(pod, {8081: 4000})])
    assert found == {"tools/s:80": 4000, "tools/s:web": 4000}
    assert ways([service], []) == {}
