"""A handle on a running simulator."""

import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = Path(__file__).parent.parent
REGION = "eu-west-1"
ACCOUNT = "123456789012"
ANYBODY = "AKIDANYBODYANYBODY00"


class Sim:
    """Clients and admin calls of one simulator."""

    def __init__(self, ports: dict[str, int]) -> None:
        self.url = f"http://127.0.0.1:{ports['port']}"
        self.dns, self.proxy = ports["dns"], ports["proxy"]
        self._clients: dict[Any, Any] = {}

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """An admin call that must succeed."""
        status, answer = self.admin_raw(method, path, body)
        assert status == 200, answer
        return answer

    def admin_raw(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """An admin call with its status."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_hubkeeper/{path}", data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def client(self, service: str, key: str = ANYBODY, attempts: int = 1, **config: Any) -> Any:
        """A boto3 client that does not retry by itself; made once, for that takes a while."""
        wanted = (service, key, attempts, repr(sorted(config.items())))
        if wanted not in self._clients:
            self._clients[wanted] = self._new_client(service, key, attempts, **config)
        return self._clients[wanted]

    def _new_client(self, service: str, key: str, attempts: int, **config: Any) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=key,
            aws_secret_access_key="any",
            config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}, **config),
        )

    def seed(self, name: str, clusters: tuple[str, ...] = ("lab",), **options: Any) -> Any:
        """Seeds a scenario in clusters of these names; the first is the run's."""
        given = [cluster(name) for name in clusters]
        request = {"name": name, "cluster": clusters[0], "clusters": given, "options": options}
        return self.admin("POST", "scenario", request)

    def quicken(self, **delays: float) -> None:
        """Lets what EKS, stacks and zones take long for pass in split seconds."""
        kinds = ("cluster-create", "cluster-delete", "addon", "nodegroup", "nodegroup-update", "nodegroup-delete")
        self.admin("POST", "delays", dict.fromkeys(kinds, 0.15) | {"stack-resource": 0.01, "dns-change": 0.2} | delays)

    def log(self, query: str = "") -> Any:
        """The request log."""
        return self.admin("GET", f"log?{query}")


def make_role(sim: Sim, name: str) -> str:
    """A role of IAM; its ARN."""
    made = sim.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    return str(made["Role"]["Arn"])


def cluster(name: str) -> dict[str, Any]:
    """A cluster of the fleet."""
    return {
        "name": name,
        "environment": "test",
        "region": REGION,
        "account": ACCOUNT,
        "endpoint": f"https://{name}.invalid",
        "caData": "Y2E=",
        "uid": f"uid-{name}",
    }


@contextmanager
def start(*arguments: str) -> Iterator[Sim]:
    """Starts a simulator and ends it by closing its standard input."""
    with tempfile.TemporaryDirectory() as directory:
        ready = Path(directory) / "ready.json"
        command = [sys.executable, "-m", "hubkeeper_sim", "--port", "0", "--ready-file", str(ready)]
        command += ["--exit-on-stdin-eof", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            yield Sim(_wait_for(ready, process))
        finally:
            assert process.stdin
            process.stdin.close()
            assert process.wait(10) == 0


def _wait_for(ready: Path, process: subprocess.Popen[bytes]) -> dict[str, int]:
    end = time.monotonic() + 20
    while not ready.exists():
        assert process.poll() is None and time.monotonic() < end, "the simulator did not start"
        time.sleep(0.02)
    found: dict[str, int] = json.loads(ready.read_text())
    return found


def error_of(action: Any) -> str:
    """The error code of a call, or SUCCESS."""
    try:
        action()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "SUCCESS"


def eventually(condition: Any, seconds: float = 60) -> Any:
    """Waits until a condition holds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)
    return value
