"""Permissions of the operations that make clusters: actions and resources as AWS names them."""

from typing import Any

import pytest

from .eks import Eks
from .names import Zone
from .sim import ACCOUNT, REGION, Sim, error_of, eventually, make_role

KEY = "AKIDBUILDERBUILDER00"
BASE = f"arn:aws:eks:{REGION}:{ACCOUNT}:"
PASS = "iam:PassRole"
DENIED = ("AccessDeniedException", "AccessDenied")


def _allow(sim: Sim, *statements: tuple[Any, Any], condition: Any = None) -> None:
    given = [{"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in statements]
    if condition:
        given[-1]["Condition"] = condition
    policy = {"Version": "2012-10-17", "Statement": given}
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/builder/run"
    sim.admin("POST", "callers", [{"accessKeyId": KEY, "name": "builder", "arn": arn, "policy": policy}])


def _cases(eks: Eks, sim: Sim) -> dict[str, tuple[list[tuple[str, str]], Any]]:
    client, cluster = sim.client("eks", KEY), BASE + "cluster/lab"
    group = {"clusterName": "lab", "nodegroupName": "core", "subnets": eks.subnets, "nodeRole": eks.node_role}
    entry = {"clusterName": "lab", "principalArn": eks.role}
    identity = {"clusterName": "lab", "namespace": "hub", "serviceAccount": "hub", "roleArn": eks.role}
    name = eks.role.rpartition("/")[2]
    of_entry = f"{BASE}access-entry/lab/role/{ACCOUNT}/{name}/*"
    return {
        "CreateNodegroup": (
            [("eks:CreateNodegroup", cluster), ("eks:TagResource", cluster), (PASS, eks.node_role)],
            lambda: client.create_nodegroup(**group, tags={"a": "b"}),
        ),
        "CreateAddon": (
            [("eks:CreateAddon", cluster), (PASS, eks.role)],
            lambda: client.create_addon(clusterName="lab", addonName="vpc-cni", serviceAccountRoleArn=eks.role),
        ),
        "DescribeNodegroup": (
            [("eks:DescribeNodegroup", BASE + "nodegroup/lab/kept/*")],
            lambda: client.describe_nodegroup(clusterName="lab", nodegroupName="kept"),
        ),
        "CreateAccessEntry": (
            [("eks:CreateAccessEntry", cluster)],
            lambda: client.create_access_entry(**entry | {"principalArn": eks.node_role + "x"}),
        ),
        "AssociateAccessPolicy": (
            [("eks:AssociateAccessPolicy", of_entry)],
            lambda: client.associate_access_policy(
                **entry,
                policyArn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                accessScope={"type": "cluster"},
            ),
        ),
        "CreatePodIdentityAssociation": (
            [("eks:CreatePodIdentityAssociation", cluster), (PASS, eks.role), ("iam:GetRole", eks.role)],
            lambda: client.create_pod_identity_association(**identity),
        ),
        "DescribeAddonVersions": ([("eks:DescribeAddonVersions", "*")], client.describe_addon_versions),
        "TagResource": (
            [("eks:TagResource", cluster)],
            lambda: client.tag_resource(resourceArn=cluster, tags={"a": "b"}),
        ),
        "ListServiceQuotas": (
            [("servicequotas:ListServiceQuotas", "*")],
            lambda: sim.client("service-quotas", KEY).list_service_quotas(ServiceCode="vpc"),
        ),
    }


def test_each_permission_is_needed_and_together_they_suffice(sim: Sim) -> None:
    eks = Eks(sim).create()
    eks.create_group("kept", wanted=0)
    eks.client.create_access_entry(clusterName="lab", principalArn=eks.role)
    for name, (needed, call) in _cases(eks, sim).items():
        for left_out in needed:
            _allow(sim, *(one for one in needed if one != left_out), ("sts:GetCallerIdentity", "*"))
            assert error_of(call) in DENIED, (name, left_out)
        _allow(sim, *needed)
        assert error_of(call) == "SUCCESS", name


def test_creating_a_cluster_asks_for_the_role_that_is_passed(sim: Sim) -> None:
    eks = Eks(sim)
    client, cluster = sim.client("eks", KEY), ("eks:CreateCluster", BASE + "cluster/lab")
    _allow(sim, cluster)
    assert error_of(lambda: client.create_cluster(**eks.given)) == "AccessDeniedException"
    only = lambda service: {"StringEquals": {"iam:PassedToService": service}}  # noqa: E731
    _allow(sim, cluster, (PASS, eks.role), condition=only("ec2.amazonaws.com"))
    assert error_of(lambda: client.create_cluster(**eks.given)) == "AccessDeniedException"
    _allow(sim, cluster, (PASS, eks.role), condition=only("eks.amazonaws.com"))
    assert error_of(lambda: client.create_cluster(**eks.given)) == "SUCCESS"


@pytest.mark.parametrize(
    ("action", "resource", "call"),
    [
        ("iam:CreateRole", "role/hub-*", lambda sim: make_role_as(sim)),
        ("iam:CreateOpenIDConnectProvider", "oidc-provider/oidc.example.org/id/1", lambda sim: make_provider(sim)),
    ],
)
def test_iam(sim: Sim, action: str, resource: str, call: Any) -> None:
    _allow(sim, (action, f"arn:aws:iam::{ACCOUNT}:role/other"))
    assert error_of(lambda: call(sim)) == "AccessDenied"
    _allow(sim, (action, f"arn:aws:iam::{ACCOUNT}:{resource}"))
    assert error_of(lambda: call(sim)) == "SUCCESS"


def make_role_as(sim: Sim) -> None:
    """A role, made with the builder's key."""
    sim.client("iam", KEY).create_role(RoleName="hub-velero", AssumeRolePolicyDocument="{}")


def make_provider(sim: Sim) -> None:
    """A provider of identities, made with the builder's key."""
    sim.client("iam", KEY).create_open_id_connect_provider(
        Url="https://oidc.example.org/id/1", ThumbprintList=["a" * 40], ClientIDList=["sts.amazonaws.com"]
    )


def test_attaching_a_policy_is_asked_of_the_role(sim: Sim) -> None:
    role = make_role(sim, "hub-csi")
    policy = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    attach = lambda: sim.client("iam", KEY).attach_role_policy(RoleName="hub-csi", PolicyArn=policy)  # noqa: E731
    _allow(sim, ("iam:AttachRolePolicy", role), condition={"ArnEquals": {"iam:PolicyARN": policy + "x"}})
    assert error_of(attach) == "AccessDenied"
    _allow(sim, ("iam:AttachRolePolicy", role), condition={"ArnEquals": {"iam:PolicyARN": policy}})
    assert error_of(attach) == "SUCCESS"


def test_zones_buckets_and_groups(sim: Sim) -> None:
    eks, zone = Eks(sim).create(), Zone(sim)
    eks.create_group("core")
    eventually(lambda: eks.status() == "ACTIVE")
    group = eks.group()["resources"]["autoScalingGroups"][0]["name"]
    identity = zone.id.rpartition("/")[2]
    zone.change("CREATE", "a.example.edu", "A", "192.0.2.1")
    change = zone.last.rpartition("/")[2]
    route53, s3, scaling = (sim.client(name, KEY) for name in ("route53", "s3", "autoscaling"))
    of_group = f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/eks-core-*"
    closed = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True}
    location = {"LocationConstraint": REGION}
    cases = [
        (
            "route53:ListResourceRecordSets",
            f"arn:aws:route53:::hostedzone/{identity}",
            lambda: route53.list_resource_record_sets(HostedZoneId=zone.id),
        ),
        ("route53:GetChange", f"arn:aws:route53:::change/{change}", lambda: route53.get_change(Id=zone.last)),
        (
            "s3:CreateBucket",
            "arn:aws:s3:::hub-backups",
            lambda: s3.create_bucket(Bucket="hub-backups", CreateBucketConfiguration=location),
        ),
        (
            "s3:PutBucketPublicAccessBlock",
            "arn:aws:s3:::hub-backups",
            lambda: s3.put_public_access_block(Bucket="hub-backups", PublicAccessBlockConfiguration=closed),
        ),
        (
            "autoscaling:SetDesiredCapacity",
            of_group,
            lambda: scaling.set_desired_capacity(AutoScalingGroupName=group, DesiredCapacity=2),
        ),
    ]
    for action, resource, call in cases:
        _allow(sim, (action, resource + "-of-others"))
        assert error_of(call) == "AccessDenied", action
        _allow(sim, (action, resource))
        assert error_of(call) == "SUCCESS", action


def test_the_log_names_what_a_call_is_about(sim: Sim) -> None:
    eks, zone = Eks(sim).create(), Zone(sim)
    eks.create_group("core", wanted=0)
    eks.client.create_access_entry(clusterName="lab", principalArn=eks.role)
    zone.change("CREATE", "a.example.edu", "A", "192.0.2.1")
    found = {entry["operation"]: entry["resources"] for entry in sim.log("mutating=true")}
    assert {"lab", "core"} <= set(found["CreateNodegroup"])
    assert {"lab", eks.role} <= set(found["CreateAccessEntry"])
    assert "a.example.edu" in found["ChangeResourceRecordSets"]
