"""Worlds of the runbook teardown, without an API server: what is in AWS, and what holds what."""

from collections import Counter
from typing import Any

import pytest

from .sim import ACCOUNT, Sim, cluster, error_of, eventually

def _seed(sim: Sim, name: str, **options: Any) -> Any:
    given = [cluster("lab"), cluster("prod")]
    options = {"runbook": "teardown", **options}
    return sim.admin("POST", "scenario", {"name": name, "cluster": "lab", "clusters": given, "options": options})


def _resources(sim: Sim, kind: str) -> list[str]:
    return [one["id"] for one in sim.admin("GET", "resources") if one["kind"] == kind]


def _filter(name: str, *values: str) -> list[dict[str, Any]]:
    return [{"Name": name, "Values": list(values)}]


def test_a_cluster_is_as_bootstrap_leaves_it(sim: Sim) -> None:
    made = _seed(sim, "clean")
    found = sim.client("eks").describe_cluster(name="lab")["cluster"]
    assert (found["status"], found["resourcesVpcConfig"]["vpcId"]) == ("ACTIVE", made["vpc"])
    assert found["tags"]["hubkeeper/cluster"] == "lab" and found["tags"]["hubkeeper/uid"] == "uid-lab"
    stack = sim.client("cloudformation").describe_stacks(StackName="eksctl-lab-cluster")["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    vpc = sim.client("ec2").describe_vpcs(VpcIds=[made["vpc"]])["Vpcs"][0]
    assert {"Key": "hubkeeper/cluster", "Value": "lab"} in vpc["Tags"]
    kinds = Counter(one["kind"] for one in sim.admin("GET", "resources") if one.get("vpc") == made["vpc"])
    assert {"subnet": 4, "route-table": 3, "nat-gateway": 1, "endpoint": 2, "flow-log": 1}.items() <= kinds.items()
    assert set(_resources(sim, "log-group")) == {"/aws/eks/lab/cluster", "/aws/eks/prod/cluster", "/vpc/lab/flow"}
    assert _resources(sim, "key-alias") == ["alias/eks/lab"] and _resources(sim, "bucket") == [f"{ACCOUNT}-lab-velero"]


def test_stuck_finalizer_needs_an_api_server(sim: Sim) -> None:
    request = {"name": "stuck-finalizer", "cluster": "lab", "clusters": [cluster("lab")]}
    status, answer = sim.admin_raw("POST", "scenario", {**request, "options": {"runbook": "teardown"}})
    assert (status, "API server" in answer["error"]) == (400, True)


@pytest.mark.parametrize(("name", "options"), [("foreign", {}), ("clean", {"coffee": 1})])
def test_what_teardown_does_not_know_is_refused(sim: Sim, name: str, options: dict[str, Any]) -> None:
    request = {"name": name, "cluster": "lab", "clusters": [cluster("lab")]}
    status, _ = sim.admin_raw("POST", "scenario", {**request, "options": {"runbook": "teardown", **options}})
    assert status in (400, 404)


def test_leaked_interfaces_hold_subnet_and_group(sim: Sim) -> None:
    made = _seed(sim, "leaked-interfaces")
    ec2 = sim.client("ec2")
    found = ec2.describe_network_interfaces(NetworkInterfaceIds=made["interfaces"])["NetworkInterfaces"]
    assert Counter(one["Status"] for one in found) == {"available": 3, "in-use": 1}
    assert all(one["Description"].startswith("aws-K8S-i-") for one in found)
    node = next(one["Attachment"]["InstanceId"] for one in found if one["Status"] == "in-use")
    subnet, group = found[0]["SubnetId"], found[0]["Groups"][0]["GroupId"]
    assert error_of(lambda: ec2.delete_subnet(SubnetId=subnet)) == "DependencyViolation"
    assert error_of(lambda: ec2.delete_security_group(GroupId=group)) == "DependencyViolation"
    ec2.terminate_instances(InstanceIds=[node])
    filters = _filter("status", "available") + _filter("vpc-id", made["vpc"])
    assert len(ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]) == 4


def test_a_load_balancer_without_service_carries_the_controllers_tags(sim: Sim) -> None:
    made = _seed(sim, "load-balancer-outlives-service")["loadBalancer"]
    elb, ec2 = sim.client("elbv2"), sim.client("ec2")
    tags = elb.describe_tags(ResourceArns=[made["arn"]])["TagDescriptions"][0]["Tags"]
    assert {"Key": "elbv2.k8s.aws/cluster", "Value": "lab"} in tags
    assert error_of(lambda: elb.delete_target_group(TargetGroupArn=made["targetGroup"])) == "ResourceInUse"
    assert error_of(lambda: ec2.delete_security_group(GroupId=made["group"])) == "DependencyViolation"
    elb.delete_load_balancer(LoadBalancerArn=made["arn"])
    assert error_of(lambda: ec2.delete_security_group(GroupId=made["group"])) == "DependencyViolation"
    eventually(lambda: error_of(lambda: ec2.delete_security_group(GroupId=made["group"])) == "SUCCESS")
    elb.delete_target_group(TargetGroupArn=made["targetGroup"])


def test_groups_that_refer_to_each_other_go_once_their_rules_are_revoked(sim: Sim) -> None:
    first, second = _seed(sim, "referencing-groups")["groups"]
    ec2 = sim.client("ec2")
    assert error_of(lambda: ec2.delete_security_group(GroupId=first)) == "DependencyViolation"
    referring = ec2.describe_security_groups(Filters=_filter("ip-permission.group-id", first))["SecurityGroups"]
    assert len(referring) == 2
    for group in [*(one["GroupId"] for one in referring), first]:
        rules = ec2.describe_security_group_rules(Filters=_filter("group-id", group))["SecurityGroupRules"]
        told = [one["SecurityGroupRuleId"] for one in rules if one.get("ReferencedGroupInfo")]
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=told)
    ec2.delete_security_group(GroupId=first)
    ec2.delete_security_group(GroupId=second)


@pytest.mark.parametrize("name", ["endpoint-deleting", "mount-target"])
def test_what_goes_slowly_holds_its_subnet_meanwhile(sim: Sim, name: str) -> None:
    made = _seed(sim, name)
    ec2, efs = sim.client("ec2"), sim.client("efs")
    if name == "endpoint-deleting":
        ec2.delete_vpc_endpoints(VpcEndpointIds=[made["slow"]])
        state = ec2.describe_vpc_endpoints(VpcEndpointIds=[made["slow"]])["VpcEndpoints"][0]["State"]
    else:
        efs.delete_mount_target(MountTargetId=made["slow"][0])
        found = efs.describe_mount_targets(MountTargetId=made["slow"][0])["MountTargets"][0]
        state = found["LifeCycleState"]
        assert error_of(lambda: efs.delete_file_system(FileSystemId=found["FileSystemId"])) == "FileSystemInUse"
    assert state == "deleting"


def test_deletion_protection_is_turned_off_by_an_update(sim: Sim) -> None:
    _seed(sim, "deletion-protection")
    eks = sim.client("eks")
    assert eks.describe_cluster(name="prod")["cluster"]["deletionProtection"] is False
    assert eks.describe_cluster(name="lab")["cluster"]["deletionProtection"] is True
    assert error_of(lambda: eks.delete_cluster(name="lab")) == "InvalidRequestException"
    eks.update_cluster_config(name="lab", deletionProtection=False)
    assert eks.describe_cluster(name="lab")["cluster"]["status"] == "UPDATING"
    eventually(lambda: error_of(lambda: eks.delete_cluster(name="lab")) == "ResourceInUseException")
    assert eks.describe_cluster(name="lab")["cluster"]["deletionProtection"] is False


def test_a_foreign_machine_names_its_owner_and_holds_the_subnet(sim: Sim) -> None:
    made = _seed(sim, "foreign-object")
    ec2 = sim.client("ec2")
    machine = ec2.describe_instances(InstanceIds=[made["foreign"]["instance"]])["Reservations"][0]["Instances"][0]
    assert {"Key": "owner", "Value": "data-platform"} in machine["Tags"]
    assert (machine["VpcId"], machine["SubnetId"]) == (made["vpc"], made["foreign"]["subnet"])


def test_the_other_clusters_name_begins_with_this_ones(sim: Sim) -> None:
    made = _seed(sim, "other-cluster")
    assert made["other"]["name"] == "lab-2" and made["other"]["vpc"] != made["vpc"]
    assert {"/aws/eks/lab-2/cluster", "/aws/eks/lab/cluster"} <= set(_resources(sim, "log-group"))
    assert "lab-2-kube-system-ebs-csi-controller-sa" in _resources(sim, "role")


@pytest.mark.parametrize("count", [100])
def test_leftovers_are_as_many_as_wanted(sim: Sim, count: int) -> None:
    made = _seed(sim, "network-leftovers", count=count)
    nested = [one for one in sim.admin("GET", "resources") if one.get("vpc") == made["vpc"]]
    assert made["vpc"] == "vpc-0abad1dea0decade0" and abs(len(nested) - count) < count / 10
    assert sim.client("ec2").describe_vpcs(VpcIds=[made["vpc"]])["Vpcs"][0]["Tags"]


def test_a_stack_does_not_mind_what_is_gone_already(sim: Sim) -> None:
    made = _seed(sim, "clean")
    ec2, stacks = sim.client("ec2"), sim.client("cloudformation")
    gateways = ec2.describe_nat_gateways(Filters=_filter("vpc-id", made["neighbours"][0]))["NatGateways"]
    ec2.delete_nat_gateway(NatGatewayId=gateways[0]["NatGatewayId"])
    eks = sim.client("eks")
    sim.quicken(**{"instance-interfaces": 0.05, "cluster-interfaces": 0.05, "nat-gateway": 0.05})
    eks.delete_nodegroup(clusterName="prod", nodegroupName="core")
    eventually(lambda: not eks.list_nodegroups(clusterName="prod")["nodegroups"])
    eks.delete_cluster(name="prod")
    eventually(lambda: "prod" not in eks.list_clusters()["clusters"])
    stacks.delete_stack(StackName="eksctl-prod-cluster")
    filters = _filter("vpc-id", made["neighbours"][0]) + _filter("group-name", "eks-cluster-sg-*")
    for group in ec2.describe_security_groups(Filters=filters)["SecurityGroups"]:
        eventually(lambda group=group: error_of(lambda: ec2.delete_security_group(GroupId=group["GroupId"])) == "SUCCESS")
    eventually(lambda: "eksctl-prod-cluster" not in _resources(sim, "stack"), 20)
    assert made["neighbours"][0] not in _resources(sim, "vpc")
