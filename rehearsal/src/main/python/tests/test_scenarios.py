"""Scenarios and hooks."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from .sim import ACCOUNT, REGION, Sim, cluster, error_of, eventually


class ApiServer:
    """Takes what is posted to it."""

    def __init__(self) -> None:
        posted: list[tuple[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                posted.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
                self.send_response(201)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.posted = posted
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def api_server() -> Iterator[ApiServer]:
    """An API server that accepts everything."""
    server = ApiServer()
    yield server
    server.server.shutdown()


def test_default_has_every_case(sim: Sim) -> None:
    summary = sim.seed("default", clusters=("lab", "prod"))
    cases = {volume["case"]: volume for volume in summary["volumes"]}
    assert set(cases) >= {"our-tags", "claim-tags", "snapshot-tags", "name-tag-only", "unidentified", "too-young"}
    assert set(cases) >= {"keep-until", "in-use", "claimed-bound", "claimed-elsewhere"}
    state = {volume["id"]: volume for volume in sim.admin("GET", "state")["volumes"]}
    assert state[cases["in-use"]["id"]]["state"] == "in-use"
    assert state[cases["unidentified"]["id"]]["tags"] == {}
    assert {v["type"] for v in state.values()} >= {"gp2", "gp3", "io1"}
    listed = summary["persistentVolumes"]
    assert [pv["volume"] for pv in listed["lab"]] == [cases[f"claimed-{p}"]["id"] for p in ("bound", "released")]
    assert [pv["phase"] for pv in listed["lab"]] == ["Bound", "Released"]
    assert listed["prod"][0]["claim"] == {"namespace": "stat200", "name": "claim-u012"}


def test_clusters_are_described_as_given(sim: Sim) -> None:
    sim.seed("default", clusters=("lab", "prod"))
    described = sim.client("eks").describe_cluster(name="lab")["cluster"]
    assert described["endpoint"] == "https://lab.invalid"
    assert described["certificateAuthority"] == {"data": "Y2E="}
    assert (described["tags"]["hubkeeper/cluster"], described["tags"]["hubkeeper/uid"]) == ("lab", "uid-lab")


def test_a_null_endpoint_is_unreachable(sim: Sim) -> None:
    given = {**cluster("lab"), "endpoint": None, "caData": None}
    sim.admin("POST", "scenario", {"name": "default", "cluster": "lab", "clusters": [given]})
    assert sim.client("eks").describe_cluster(name="lab")["cluster"]["endpoint"] == "https://127.0.0.1:1"


def test_foreign_volumes(sim: Sim) -> None:
    summary = sim.seed("foreign")
    ids = {volume["case"]: volume["id"] for volume in summary["volumes"]}
    tags = {volume["id"]: volume["tags"] for volume in sim.admin("GET", "state")["volumes"]}
    assert tags[ids["other-cluster"]]["kubernetes.io/cluster/other"] == "owned"
    assert "aws:cloudformation:stack-name" in tags[ids["cloudformation"]]
    assert tags[ids["other-team"]] == {"Name": "postgres-data", "owner": "data-platform"}


def test_cluster_unreachable(sim: Sim) -> None:
    summary = sim.seed("cluster-unreachable", clusters=("lab", "prod"))
    assert sim.client("eks").describe_cluster(name="prod")["cluster"]["endpoint"] == "https://127.0.0.1:1"
    assert sim.client("eks").describe_cluster(name="lab")["cluster"]["endpoint"] == "https://lab.invalid"
    assert [v["case"] for v in summary["volumes"][-2:]] == ["unreachable-claim-tags", "unreachable-our-tags"]
    alone = {"name": "cluster-unreachable", "cluster": "lab", "clusters": [cluster("lab")]}
    assert sim.admin_raw("POST", "scenario", alone)[0] == 400


def test_attached_after_approval(sim: Sim) -> None:
    summary = sim.seed("attached-after-approval")
    ec2, volume = sim.client("ec2"), summary["changedVolume"]
    other = next(v["id"] for v in summary["volumes"] if v["case"] == "our-tags")
    ec2.create_snapshot(VolumeId=other)
    state = lambda: ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]["State"]  # noqa: E731
    assert state() == "available"
    ec2.create_snapshot(VolumeId=volume)
    assert state() == "in-use"
    assert error_of(lambda: ec2.delete_volume(VolumeId=volume)) == "VolumeInUse"


def test_claimed_after_approval(sim: Sim, api_server: ApiServer) -> None:
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": api_server.url}})
    volume = sim.seed("claimed-after-approval")["changedVolume"]
    sim.client("ec2").create_snapshot(VolumeId=volume)
    path, posted = api_server.posted[0]
    assert path == "/api/v1/persistentvolumes"
    assert posted["spec"]["csi"] == {"driver": "ebs.csi.aws.com", "fsType": "ext4", "volumeHandle": volume}
    assert (posted["spec"]["claimRef"]["namespace"], posted["spec"]["claimRef"]["name"]) == ("ds100", "claim-u001")


def test_a_hook_that_fails_is_told_and_harms_nothing(sim: Sim) -> None:
    volume = sim.seed("claimed-after-approval")["changedVolume"]
    assert error_of(lambda: sim.client("ec2").create_snapshot(VolumeId=volume)) == "SUCCESS"
    assert "no API server registered for cluster 'lab'" in sim.admin("GET", "hooks")[0]["error"]


def test_a_hook_before_the_second_request(sim: Sim) -> None:
    summary = sim.seed("default")
    volume = summary["volumes"][0]["id"]
    on = {"service": "ec2", "operation": "DescribeVolumes", "nth": 2}
    do = {"action": "tag", "resources": [volume], "tags": {"seen": "yes"}}
    sim.admin("POST", "hooks", [{"on": on, "when": "before", "do": do}])
    ec2 = sim.client("ec2")
    query = {"Filters": [{"Name": "tag:seen", "Values": ["yes"]}]}
    assert [len(ec2.describe_volumes(**query)["Volumes"]) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("scenario", {"name": "nothing", "cluster": "lab", "clusters": []}, 404),
        ("scenario", {"name": "default", "cluster": "lab", "clusters": []}, 400),
        ("hooks", [{"on": {"service": "ec2", "operation": "X"}, "do": {"action": "explode"}}], 400),
        ("delays", {"coffee": 1}, 400),
        ("nowhere", {}, 404),
    ],
)
def test_what_is_not_understood_is_refused(sim: Sim, path: str, body: Any, status: int) -> None:
    answered, answer = sim.admin_raw("POST", path, body)
    assert answered == status and answer["error"]
    assert status == 400 or answer["known"]


def test_two_runs_share_a_world(sim: Sim) -> None:
    first, second = sim.seed("default", clusters=("one",)), sim.seed("default", clusters=("two",))
    assert first["account"] == second["account"] == ACCOUNT and first["region"] == REGION
    filters = [{"Name": "tag-key", "Values": ["kubernetes.io/cluster/two"]}]
    found = sim.client("ec2").describe_volumes(Filters=filters)["Volumes"]
    assert {v["VolumeId"] for v in found} <= {v["id"] for v in second["volumes"]}
    assert eventually(lambda: len(sim.client("eks").list_clusters()["clusters"]) == 2)
