"""The process: start, end, latency, many clients, the log file."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .sim import Sim, start

ZONE = "eu-west-1a"


def test_it_starts_within_two_seconds_and_ends_with_its_standard_input() -> None:
    began = time.monotonic()
    with start() as sim:
        assert time.monotonic() - began < 2
        assert sim.admin("GET", "state")["volumes"] == []


def test_latency_is_slept_beside_other_requests(tmp_path: Path) -> None:
    with start("--latency-ms", "300-400", "--state-dir", str(tmp_path)) as sim:
        ec2 = sim.client("ec2")
        ec2.describe_volumes()
        began = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: ec2.describe_volumes(MaxResults=5), range(8)))
        assert 0.3 <= time.monotonic() - began < 1.2
    lines = (tmp_path / "requests.jsonl").read_text().splitlines()
    assert [json.loads(line)["n"] for line in lines] == list(range(1, 10))


def test_thirty_two_clients_at_once(sim: Sim) -> None:
    ec2 = sim.client("ec2", max_pool_connections=32)

    def create_and_delete(_: int) -> None:
        volume = ec2.create_volume(Size=1, AvailabilityZone=ZONE)["VolumeId"]
        ec2.create_snapshot(VolumeId=volume)
        ec2.delete_volume(VolumeId=volume)

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(create_and_delete, range(320)))
    state = sim.admin("GET", "state")
    assert (len(state["volumes"]), len(state["snapshots"])) == (0, 320)
    assert [entry["n"] for entry in sim.log()] == sorted(entry["n"] for entry in sim.log())
    assert len(sim.log("mutating=true")) == 960


def test_the_time_factor_shortens_what_aws_takes_long_for() -> None:
    with start("--seed-time-factor", "600") as sim:
        ec2 = sim.client("ec2")
        volume = ec2.create_volume(Size=1, AvailabilityZone=ZONE)["VolumeId"]
        snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
        state = lambda: ec2.describe_snapshots(SnapshotIds=[snapshot])["Snapshots"][0]["State"]  # noqa: E731
        assert state() == "pending"
        time.sleep(0.3)
        assert state() == "completed"


def test_one_client_token_from_thirty_two_clients_makes_one_volume(sim: Sim) -> None:
    ec2 = sim.client("ec2", max_pool_connections=32)
    create = lambda _: ec2.create_volume(Size=1, AvailabilityZone=ZONE, ClientToken="same")["VolumeId"]  # noqa: E731
    with ThreadPoolExecutor(32) as pool:
        assert len(set(pool.map(create, range(64)))) == 1
