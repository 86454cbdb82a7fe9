"""Scenarios of the runbook bootstrap."""

from typing import Any

import pytest

from .sim import REGION, Sim, cluster, error_of


def _seed(sim: Sim, name: str, **options: Any) -> Any:
    given = [cluster("lab"), cluster("prod")]
    options = {"runbook": "bootstrap", **options}
    return sim.admin("POST", "scenario", {"name": name, "cluster": "lab", "clusters": given, "options": options})


def test_default_is_an_account_without_clusters(sim: Sim) -> None:
    made = _seed(sim, "default", zone="hubs.example.edu")
    assert sim.client("eks").list_clusters()["clusters"] == []
    zones = sim.client("route53").list_hosted_zones_by_name(DNSName="hubs.example.edu")["HostedZones"]
    assert [zone["Id"] for zone in zones] == [made["zone"]["id"]] and made["region"] == REGION
    assert sim.client("iam").get_role(RoleName="hub-admins")["Role"]["Arn"].endswith(":role/hub-admins")


def test_half_made_has_a_dead_stack_with_its_reason(sim: Sim) -> None:
    _seed(sim, "half-made", reason="no more addresses")
    client, name = sim.client("cloudformation"), "eksctl-lab-cluster"
    stack = client.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert {"Key": "hubkeeper/cluster", "Value": "lab"} in stack["Tags"]
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert [(one["LogicalResourceId"], one["ResourceStatusReason"]) for one in failed] == [("VPC", "no more addresses")]
    assert len(sim.client("ec2").describe_vpcs()["Vpcs"]) == 1


def test_quota_leaves_no_room_for_a_vpc(sim: Sim) -> None:
    _seed(sim, "quota")
    assert error_of(lambda: sim.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")) == "VpcLimitExceeded"


def test_name_taken_by_a_cluster_that_is_not_ours(sim: Sim) -> None:
    _seed(sim, "name-taken")
    found = sim.client("eks").describe_cluster(name="lab")["cluster"]
    assert found["status"] == "ACTIVE" and "hubkeeper/cluster" not in found["tags"]


@pytest.mark.parametrize(("name", "options"), [("foreign", {}), ("default", {"coffee": 1})])
def test_what_bootstrap_does_not_know_is_refused(sim: Sim, name: str, options: dict[str, Any]) -> None:
    request = {"name": name, "cluster": "lab", "clusters": [cluster("lab")]}
    status, _ = sim.admin_raw("POST", "scenario", {**request, "options": {"runbook": "bootstrap", **options}})
    assert status in (400, 404)
