"""What AWS refuses and remembers when things are taken down: keys, logs, profiles, pages, permissions."""

from typing import Any

import pytest

from .eks import Eks
from .network import Network
from .sim import ACCOUNT, REGION, Sim, error_of, eventually, make_role


def test_a_key_waits_a_week_and_can_be_had_back(sim: Sim) -> None:
    kms = sim.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    schedule = lambda days: error_of(lambda: kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=days))  # noqa: E731
    assert (schedule(3), schedule(31), schedule(7)) == ("ValidationException", "ValidationException", "SUCCESS")
    assert schedule(7) == "KMSInvalidStateException"
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    kms.cancel_key_deletion(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    sim.admin("POST", "delays", {"key-day": 0.02})
    assert schedule(8) == "SUCCESS"
    eventually(lambda: error_of(lambda: kms.describe_key(KeyId=key)) == "NotFoundException")


def test_the_log_group_of_a_cluster_comes_back_until_the_cluster_is_gone(sim: Sim) -> None:
    logging = {"clusterLogging": [{"types": ["api"], "enabled": True}]}
    eks = Eks(sim, logging=logging)
    sim.quicken(**{"log-group": 0.1})
    eks.create()
    logs = sim.client("logs")
    names = lambda: [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]]  # noqa: E731
    assert names() == ["/aws/eks/lab/cluster"]
    logs.delete_log_group(logGroupName="/aws/eks/lab/cluster")
    eventually(lambda: names() == ["/aws/eks/lab/cluster"])
    eks.client.delete_cluster(name="lab")
    logs.delete_log_group(logGroupName="/aws/eks/lab/cluster")
    eventually(lambda: not eks.client.list_clusters()["clusters"])
    eventually(lambda: names() == ["/aws/eks/lab/cluster"])
    logs.delete_log_group(logGroupName="/aws/eks/lab/cluster")
    sim.quicken(**{"log-group": 0.0})
    assert names() == []


def test_fargate_profiles_go_one_at_a_time_and_before_their_cluster(sim: Sim) -> None:
    eks = Eks(sim).create()
    sim.quicken(**{"fargate-profile": 0.15})
    role = make_role(sim, "pods")
    for name in ("one", "two"):
        made: dict[str, Any] = {"fargateProfileName": name, "podExecutionRoleArn": role}
        eks.client.create_fargate_profile(clusterName="lab", subnets=[], selectors=[{"namespace": name}], **made)
        profile = lambda name=name: eks.client.describe_fargate_profile(clusterName="lab", fargateProfileName=name)  # noqa: E731
        eventually(lambda: profile()["fargateProfile"]["status"] == "ACTIVE")
    assert error_of(lambda: eks.client.delete_cluster(name="lab")) == "ResourceInUseException"
    eks.client.delete_fargate_profile(clusterName="lab", fargateProfileName="one")
    delete_two = lambda: eks.client.delete_fargate_profile(clusterName="lab", fargateProfileName="two")  # noqa: E731
    assert error_of(delete_two) == "ResourceInUseException"
    eventually(lambda: eks.client.list_fargate_profiles(clusterName="lab")["fargateProfileNames"] == ["two"])
    assert error_of(delete_two) == "SUCCESS"


def test_a_vpc_with_an_egress_only_gateway_stays(sim: Sim) -> None:
    net = Network(sim)
    made = net.ec2.create_egress_only_internet_gateway(VpcId=net.vpc)["EgressOnlyInternetGateway"]
    assert error_of(lambda: net.ec2.delete_vpc(VpcId=net.vpc)) == "DependencyViolation"
    net.ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=made["EgressOnlyInternetGatewayId"])
    net.ec2.delete_vpc(VpcId=net.vpc)


def test_tags_of_twenty_load_balancers_at_most(sim: Sim) -> None:
    arns = [f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/net/b/{n:016x}" for n in range(21)]
    elb, classic = sim.client("elbv2"), sim.client("elb")
    assert error_of(lambda: elb.describe_tags(ResourceArns=arns)) == "ValidationError"
    assert error_of(lambda: classic.describe_tags(LoadBalancerNames=[str(n) for n in range(21)])) == "ValidationError"


LISTINGS = [
    ("describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    ("describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId"),
    ("describe_subnets", "Subnets", "SubnetId"),
]


@pytest.mark.parametrize(("operation", "key", "identity"), LISTINGS)
def test_listings_come_in_pages(sim: Sim, operation: str, key: str, identity: str) -> None:
    net = Network(sim)
    subnets, groups = [net.subnet() for _ in range(7)], [net.group() for _ in range(7)]
    for group in groups:
        net.interface(subnets[0], group)
    list_ = getattr(net.ec2, operation)
    name, values = ("group-id", groups) if "rules" in operation else ("vpc-id", [net.vpc])
    filters = [{"Name": name, "Values": values}]
    everything = [one[identity] for one in list_(Filters=filters)[key]]
    pages, token = [], {}
    while True:
        answer = list_(Filters=filters, MaxResults=5, **token)
        pages.append([one[identity] for one in answer[key]])
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert [len(page) for page in pages] == [5, 2] and sorted(sum(pages, [])) == sorted(everything)
    assert error_of(lambda: list_(Filters=filters, NextToken="nonsense")) == "InvalidParameterValue"


def _may(sim: Sim, action: str | list[str], resource: str) -> Any:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    caller = {
        "accessKeyId": "AKIDTEARDOWN00000000",
        "name": "worker",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/test",
        "policy": {"Version": "2012-10-17", "Statement": [statement]},
    }
    sim.admin("POST", "callers", [caller])


KEY = "AKIDTEARDOWN00000000"


def test_permissions_are_asked_for_the_thing_behind_an_association(sim: Sim) -> None:
    net = Network(sim)
    subnet, table = net.subnet(), net.route_table()
    association = net.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    leave = lambda: error_of(  # noqa: E731
        lambda: sim.client("ec2", KEY).disassociate_route_table(AssociationId=association)
    )
    base = f"arn:aws:ec2:{REGION}:{ACCOUNT}:route-table/"
    _may(sim, "ec2:DisassociateRouteTable", f"{base}rtb-0")
    assert leave() == "UnauthorizedOperation"
    _may(sim, "ec2:DisassociateRouteTable", base + table)
    assert leave() == "SUCCESS"


def test_a_mount_target_goes_with_the_right_to_remove_its_interface(sim: Sim) -> None:
    net = Network(sim)
    system = net.file_system()
    target = net.mount_target(system, net.subnet())
    delete = lambda: error_of(lambda: sim.client("efs", KEY).delete_mount_target(MountTargetId=target))  # noqa: E731
    _may(sim, "elasticfilesystem:DeleteMountTarget", f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/{system}")
    assert delete() == "AccessDeniedException"
    _may(sim, ["elasticfilesystem:DeleteMountTarget", "ec2:DeleteNetworkInterface"], "*")
    assert delete() == "SUCCESS"


def test_keys_logs_and_images_are_asked_for_by_their_arns(sim: Sim) -> None:
    key = sim.client("kms").create_key()["KeyMetadata"]
    sim.client("logs").create_log_group(logGroupName="/aws/eks/lab/cluster")
    sim.client("ecr").create_repository(repositoryName="lab/x")
    calls = {
        f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key['KeyId']}": lambda: sim.client("kms", KEY).describe_key(KeyId=key["Arn"]),
        f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/eks/lab/cluster:*": lambda: sim.client(
            "logs", KEY
        ).delete_log_group(logGroupName="/aws/eks/lab/cluster"),
        f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/lab/x": lambda: sim.client("ecr", KEY).delete_repository(
            repositoryName="lab/x"
        ),
    }
    for arn, call in calls.items():
        _may(sim, "*", arn + "other")
        assert error_of(call) == "AccessDeniedException", arn
        _may(sim, "*", arn)
        assert error_of(call) == "SUCCESS", arn
    _may(sim, "tag:GetResources", "*")
    assert error_of(lambda: sim.client("resourcegroupstaggingapi", KEY).get_resources()) == "SUCCESS"
