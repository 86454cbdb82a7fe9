"""Stacks of CloudFormation: time, events, rollback, deletion and permissions."""

from typing import Any

import pytest

from .sim import ACCOUNT, REGION, Sim, error_of, eventually
from .template import network_template

NAME = "hubkeeper-lab-cluster"
IAM = ["CAPABILITY_IAM"]


class Stacks:
    """CloudFormation with a stack in mind."""

    def __init__(self, sim: Sim, key: str | None = None) -> None:
        sim.quicken()
        self.sim = sim
        self.client = sim.client("cloudformation", key) if key else sim.client("cloudformation")

    def create(self, **more: Any) -> str:
        """Asks for the stack."""
        given = {"StackName": NAME, "TemplateBody": network_template(), "Capabilities": IAM, **more}
        return str(self.client.create_stack(**given)["StackId"])

    def stack(self, name: str = NAME) -> Any:
        """The stack as it is described."""
        return self.client.describe_stacks(StackName=name)["Stacks"][0]

    def until(self, status: str, name: str = NAME) -> Any:
        """The stack once it is in this state."""
        eventually(lambda: self.stack(name)["StackStatus"] == status, 40)
        return self.stack(name)

    def events(self, name: str = NAME) -> list[tuple[str, str, str]]:
        """Events, oldest first."""
        found = self.client.describe_stack_events(StackName=name)["StackEvents"]
        return [
            (one["LogicalResourceId"], one["ResourceStatus"], one.get("ResourceStatusReason", ""))
            for one in reversed(found)
        ]


@pytest.fixture
def stacks(sim: Sim) -> Stacks:
    """CloudFormation in a hurry."""
    return Stacks(sim)


def test_a_stack_is_made_resource_by_resource(sim: Sim, stacks: Stacks) -> None:
    sim.quicken(**{"stack-resource": 0.05})
    stacks.create(Tags=[{"Key": "owner", "Value": "us"}])
    begun = stacks.stack()
    assert begun["StackStatus"] == "CREATE_IN_PROGRESS" and "Outputs" not in begun
    done = stacks.until("CREATE_COMPLETE")
    outputs = {one["OutputKey"]: one["OutputValue"] for one in done["Outputs"]}
    ec2 = sim.client("ec2")
    found = {
        subnet["SubnetId"]
        for subnet in ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [outputs["VPC"]]}])["Subnets"]
    }
    assert set(outputs["SubnetsPublic"].split(",")) < found and len(found) == 3
    tags = {tag["Key"]: tag["Value"] for tag in ec2.describe_vpcs(VpcIds=[outputs["VPC"]])["Vpcs"][0]["Tags"]}
    assert (tags["owner"], tags["aws:cloudformation:stack-name"]) == ("us", NAME)
    role = outputs["ServiceRoleARN"].rpartition("/")[2]
    attached = sim.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert [one["PolicyName"] for one in attached] == ["AmazonEKSClusterPolicy"]
    events = stacks.events()
    assert events[0][1] == "CREATE_IN_PROGRESS" and events[-1][:2] == (NAME, "CREATE_COMPLETE")
    order = [name for name, status, _ in events if status == "CREATE_COMPLETE"]
    assert order.index("VPC") < order.index("PublicA") < order.index("NatGateway") < order.index("PrivateRoute")
    resources = stacks.client.describe_stack_resources(StackName=NAME)["StackResources"]
    assert {one["ResourceStatus"] for one in resources} == {"CREATE_COMPLETE"} and len(resources) == 17


def test_a_name_is_taken_unless_by_the_same_request(stacks: Stacks) -> None:
    identity = stacks.create(ClientRequestToken="t1")
    assert stacks.create(ClientRequestToken="t1") == identity
    assert error_of(lambda: stacks.create(ClientRequestToken="t2")) == "AlreadyExistsException"
    assert error_of(lambda: stacks.client.describe_stacks(StackName="nothing")) == "ValidationError"
    assert error_of(lambda: stacks.create(StackName="other", Capabilities=[])) == "InsufficientCapabilitiesException"


def test_a_failed_resource_rolls_the_stack_back(sim: Sim, stacks: Stacks) -> None:
    reason = "Resource handler returned message: no more"
    sim.admin("POST", "failures", [{"of": "stack", "name": NAME, "resource": "NatGateway", "reason": reason}])
    stacks.create()
    stacks.until("ROLLBACK_COMPLETE")
    assert ("NatGateway", "CREATE_FAILED", reason) in stacks.events()
    assert len(sim.client("ec2").describe_vpcs()["Vpcs"]) == 1
    assert error_of(stacks.create) == "AlreadyExistsException"
    assert error_of(lambda: stacks.client.update_stack(StackName=NAME, TemplateBody="{}")) == "ValidationError"
    stacks.client.delete_stack(StackName=NAME)
    eventually(lambda: error_of(lambda: stacks.stack()) == "ValidationError")
    stacks.create()
    stacks.until("CREATE_COMPLETE")


def test_an_exhausted_quota_fails_the_stack(sim: Sim, stacks: Stacks) -> None:
    sim.admin("POST", "quotas", {"L-F678F1CE": 1})
    stacks.create()
    stacks.until("ROLLBACK_COMPLETE")
    name, _, reason = next(event for event in stacks.events() if event[1] == "CREATE_FAILED")
    assert name == "VPC" and "The maximum number of VPCs has been reached" in reason


def test_a_stack_is_deleted_under_the_rules_of_deletion(sim: Sim, stacks: Stacks) -> None:
    sim.quicken(**{"nat-gateway": 0.2})
    identity = stacks.create()
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stacks.until("CREATE_COMPLETE")["Outputs"]}
    ec2 = sim.client("ec2")
    interface = ec2.create_network_interface(SubnetId=outputs["SubnetsPublic"].split(",")[0])["NetworkInterface"]
    stacks.client.delete_stack(StackName=NAME, ClientRequestToken="remove-it")
    failed = stacks.until("DELETE_FAILED")
    events = stacks.client.describe_stack_events(StackName=NAME)["StackEvents"]
    tokens = [one.get("ClientRequestToken") for one in events]
    assert tokens[0] == "remove-it" and tokens[-1] != "remove-it"
    assert "[PublicA]" in failed["StackStatusReason"]
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    stacks.client.delete_stack(StackName=NAME)
    stacks.until("DELETE_COMPLETE", identity)
    assert len(ec2.describe_vpcs()["Vpcs"]) == 1 and ec2.describe_addresses()["Addresses"] == []
    assert sim.client("iam").list_roles()["Roles"] == []


@pytest.mark.parametrize("lacking", ["", "ec2:CreateSubnet", "iam:AttachRolePolicy", "ec2:CreateTags"])
def test_a_stack_acts_with_its_makers_permissions(sim: Sim, lacking: str) -> None:
    key = "AKIDMAKERMAKERMAKER0"
    stack = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/hubkeeper-*/*"
    statements = [
        {"Effect": "Allow", "Action": ["cloudformation:*"], "Resource": stack},
        {"Effect": "Allow", "Action": ["ec2:*", "iam:*"], "Resource": "*"},
    ]
    if lacking:
        statements.append({"Effect": "Deny", "Action": [lacking], "Resource": "*"})
    policy = {"Version": "2012-10-17", "Statement": statements}
    arn = f"arn:aws:iam::{ACCOUNT}:user/maker"
    sim.admin("POST", "callers", [{"accessKeyId": key, "name": "maker", "arn": arn, "policy": policy}])
    stacks = Stacks(sim, key)
    assert error_of(lambda: stacks.create(StackName="other")) == "AccessDenied"
    stacks.create(Tags=[{"Key": "owner", "Value": "us"}])
    stacks.until("ROLLBACK_COMPLETE" if lacking else "CREATE_COMPLETE")
    reasons = [reason for _, status, reason in stacks.events() if status == "CREATE_FAILED"]
    assert not lacking or lacking in reasons[0]
