"""Clusters, access entries, add-ons, Pod Identity and node groups of EKS."""

import pytest

from .eks import Eks
from .sim import ACCOUNT, REGION, Sim, error_of, eventually, make_role
from .test_token_review import ASSUMED, KEY, ROLE, review, token

SECRET = "secret-of-the-worker"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@pytest.fixture
def eks(sim: Sim) -> Eks:
    """A network and roles for a cluster."""
    return Eks(sim)


def test_a_cluster_takes_its_time_and_gets_the_registered_api_server(sim: Sim, eks: Eks) -> None:
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": "https://127.0.0.1:7", "caData": "Q0E="}})
    made = eks.client.create_cluster(**eks.given)["cluster"]
    assert made["status"] == "CREATING" and "endpoint" not in made
    assert error_of(lambda: eks.client.create_cluster(**eks.given)) == "ResourceInUseException"
    assert error_of(lambda: eks.create_group()) == "ResourceInUseException"
    eventually(lambda: eks.describe()["status"] == "ACTIVE")
    found = eks.describe()
    assert (found["endpoint"], found["certificateAuthority"]["data"]) == ("https://127.0.0.1:7", "Q0E=")
    assert found["identity"]["oidc"]["issuer"].startswith(f"https://oidc.eks.{REGION}.amazonaws.com/id/")
    assert found["accessConfig"]["authenticationMode"] == "API_AND_CONFIG_MAP" and found["platformVersion"]
    eks.client.tag_resource(resourceArn=found["arn"], tags={"hubkeeper/uid": "u"})
    assert eks.describe()["tags"] == {"hubkeeper/uid": "u"}


@pytest.mark.parametrize(
    "change",
    [
        {"version": "9.99"},
        {"roleArn": f"arn:aws:iam::{ACCOUNT}:role/nobody"},
        {"resourcesVpcConfig": {"subnetIds": ["subnet-0123456789abcdef0"]}},
    ],
)
def test_wrong_clusters_are_refused(eks: Eks, change: dict[str, object]) -> None:
    assert error_of(lambda: eks.client.create_cluster(**(eks.given | change))) == "InvalidParameterException"


def test_one_zone_is_not_enough(eks: Eks) -> None:
    change = {"resourcesVpcConfig": {"subnetIds": eks.subnets[:1]}}
    assert error_of(lambda: eks.client.create_cluster(**(eks.given | change))) == "InvalidParameterException"


def test_versions(sim: Sim) -> None:
    client = sim.client("eks")
    found = client.describe_cluster_versions()["clusterVersions"]
    assert [one["clusterVersion"] for one in found] == ["1.36", "1.35", "1.34", "1.33", "1.32", "1.31"]
    assert sum(one["defaultVersion"] for one in found) == 1
    addon = client.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.34")["addons"][0]
    offered = [version["addonVersion"] for version in addon["addonVersions"]]
    assert [version[:5] for version in offered] == ["v1.34", "v1.34", "v1.33"]
    defaults = [v for v in addon["addonVersions"] if v["compatibilities"][0]["defaultVersion"]]
    assert len(defaults) == 1 and len(client.describe_addon_versions()["addons"]) > 4


def test_access_entries_decide_who_a_token_is(sim: Sim, eks: Eks) -> None:
    caller = {"accessKeyId": KEY, "name": "worker", "arn": ASSUMED, "secretAccessKey": SECRET}
    sim.admin("POST", "callers", [caller])
    eks.create()
    assert review(sim, token(SECRET))["authenticated"] is False
    entry = {"clusterName": "lab", "principalArn": ROLE}
    made = eks.client.create_access_entry(**entry, kubernetesGroups=["hubkeeper:bootstrap"])["accessEntry"]
    assert made["username"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/hubkeeper/{{{{SessionName}}}}"
    assert error_of(lambda: eks.client.create_access_entry(**entry)) == "ResourceInUseException"
    user = review(sim, token(SECRET))["user"]
    assert (user["username"], user["groups"]) == (ASSUMED, ["hubkeeper:bootstrap"])
    eks.client.associate_access_policy(**entry, policyArn=POLICY, accessScope={"type": "cluster"})
    assert review(sim, token(SECRET))["user"]["groups"] == ["hubkeeper:bootstrap", "system:masters"]
    listed = eks.client.list_associated_access_policies(**entry)["associatedAccessPolicies"]
    assert [one["policyArn"] for one in listed] == [POLICY]
    eks.client.disassociate_access_policy(**entry, policyArn=POLICY)
    assert review(sim, token(SECRET))["user"]["groups"] == ["hubkeeper:bootstrap"]
    assert eks.client.list_access_entries(clusterName="lab")["accessEntries"] == [ROLE]
    eks.client.delete_access_entry(**entry)
    assert error_of(lambda: eks.client.describe_access_entry(**entry)) == "ResourceNotFoundException"
    assert error_of(lambda: eks.client.create_access_entry(**entry, kubernetesGroups=["system:masters"])) == (
        "InvalidParameterException"
    )


def test_addons_settle_and_coredns_waits_for_a_node(eks: Eks) -> None:
    eks.create()
    for name in ("vpc-cni", "coredns"):
        assert eks.client.create_addon(clusterName="lab", addonName=name)["addon"]["status"] == "CREATING"
    assert error_of(lambda: eks.client.create_addon(clusterName="lab", addonName="vpc-cni")) == "ResourceInUseException"
    status = lambda name: eks.client.describe_addon(clusterName="lab", addonName=name)["addon"]["status"]  # noqa: E731
    eventually(lambda: (status("vpc-cni"), status("coredns")) == ("ACTIVE", "DEGRADED"))
    wrong = {"clusterName": "lab", "addonName": "kube-proxy", "addonVersion": "v1.99.0-eksbuild.1"}
    assert error_of(lambda: eks.client.create_addon(**wrong)) == "InvalidParameterException"
    assert eks.client.list_addons(clusterName="lab")["addons"] == ["coredns", "vpc-cni"]
    update = eks.client.update_addon(clusterName="lab", addonName="vpc-cni", configurationValues="{}")["update"]
    known = {"name": "lab", "addonName": "vpc-cni", "updateId": update["id"]}
    eventually(lambda: eks.client.describe_update(**known)["update"]["status"] == "Successful")
    eks.client.delete_addon(clusterName="lab", addonName="vpc-cni")
    eventually(lambda: eks.client.list_addons(clusterName="lab")["addons"] == ["coredns"])


def test_pod_identity(sim: Sim, eks: Eks) -> None:
    eks.create()
    role = make_role(sim, "velero")
    given = {"clusterName": "lab", "namespace": "backups", "serviceAccount": "velero", "roleArn": role}
    made = eks.client.create_pod_identity_association(**given)["association"]
    assert error_of(lambda: eks.client.create_pod_identity_association(**given)) == "ResourceInUseException"
    found = eks.client.list_pod_identity_associations(clusterName="lab", namespace="backups")["associations"]
    assert [one["associationId"] for one in found] == [made["associationId"]]
    nobody = given | {"namespace": "else", "roleArn": role + "x"}
    assert error_of(lambda: eks.client.create_pod_identity_association(**nobody)) == "InvalidParameterException"
    eks.client.delete_pod_identity_association(clusterName="lab", associationId=made["associationId"])
    assert eks.client.list_pod_identity_associations(clusterName="lab")["associations"] == []


def test_a_node_group_is_an_auto_scaling_group(sim: Sim, eks: Eks) -> None:
    eks.create()
    assert eks.create_group(wanted=2)["status"] == "CREATING"
    eventually(lambda: eks.status() == "ACTIVE")
    found = eks.group()
    assert found["version"] == "1.34"
    scaling, name = sim.client("autoscaling"), found["resources"]["autoScalingGroups"][0]["name"]
    assert name.startswith("eks-core-")
    asg = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]
    tags = {tag["Key"]: tag["Value"] for tag in asg["Tags"]}
    assert tags["eks:nodegroup-name"] == "core" and tags["k8s.io/cluster-autoscaler/lab"] == "owned"
    assert len({one["AvailabilityZone"] for one in asg["Instances"]}) == 2
    scaling.set_desired_capacity(AutoScalingGroupName=name, DesiredCapacity=3)
    assert eks.group()["scalingConfig"]["desiredSize"] == 3
    too_many = {"AutoScalingGroupName": name, "DesiredCapacity": 4}
    assert error_of(lambda: scaling.set_desired_capacity(**too_many)) == "ValidationError"
    template = {"ResourceId": name, "ResourceType": "auto-scaling-group", "PropagateAtLaunch": False}
    key = "k8s.io/cluster-autoscaler/node-template/label/purpose"
    scaling.create_or_update_tags(Tags=[{**template, "Key": key, "Value": "core"}])
    scaling.update_auto_scaling_group(AutoScalingGroupName=name, MinSize=1, MaxSize=5)
    asg = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]
    assert {"Key": key, "Value": "core"}.items() <= next(t for t in asg["Tags"] if t["Key"] == key).items()
    assert eks.group()["scalingConfig"] == {"minSize": 1, "maxSize": 5, "desiredSize": 3}
    sizes = {"clusterName": "lab", "nodegroupName": "core", "scalingConfig": {"minSize": 6, "maxSize": 5}}
    assert error_of(lambda: eks.client.update_nodegroup_config(**sizes)) == "InvalidParameterException"
    eks.client.delete_nodegroup(clusterName="lab", nodegroupName="core")
    eventually(lambda: not eks.client.list_nodegroups(clusterName="lab")["nodegroups"])
    assert not scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]


def test_wrong_node_groups_are_refused(eks: Eks) -> None:
    eks.create()
    for change in ({"low": 5}, {"wanted": 9}, {"instanceTypes": ["x9.huge"]}, {"nodeRole": "arn:aws:iam::1:role/no"}):
        assert error_of(lambda change=change: eks.create_group(**change)) == "InvalidParameterException"
    eks.create_group()
    assert error_of(lambda: eks.create_group()) == "ResourceInUseException"


def test_a_node_group_fails_when_asked_or_without_quota(sim: Sim, eks: Eks) -> None:
    eks.create()
    sim.admin("POST", "failures", [{"of": "nodegroup", "name": "core", "code": "Ec2SubnetInvalidConfiguration"}])
    sim.admin("POST", "quotas", {"L-DB2E81BA": 4, "L-F678F1CE": 1000})
    eks.create_group("core")
    eks.create_group("gpu", instanceTypes=["g4dn.2xlarge"])
    eks.create_group("small", instanceTypes=["g4dn.xlarge"])
    eventually(lambda: [eks.status(name) for name in ("core", "gpu", "small")] == ["CREATE_FAILED"] * 2 + ["ACTIVE"])
    issues = [eks.group(name)["health"]["issues"][0]["code"] for name in ("core", "gpu")]
    assert issues == ["Ec2SubnetInvalidConfiguration", "AsgInstanceLaunchFailures"]


def test_a_launch_template_gives_disks_and_the_rest_is_left_to_eks(sim: Sim, eks: Eks) -> None:
    eks.create()
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 80, "VolumeType": "gp3"}}
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "department", "Value": "hubs"}]}]
    data = {"BlockDeviceMappings": [disk], "TagSpecifications": tags}
    ec2 = sim.client("ec2")
    made = ec2.create_launch_template(LaunchTemplateName="eksctl-lab-core", LaunchTemplateData=data)["LaunchTemplate"]
    template = {"id": made["LaunchTemplateId"]}
    assert error_of(lambda: eks.create_group(launchTemplate=template, diskSize=20)) == "InvalidParameterException"
    unknown = {"id": "lt-0123456789abcdef0"}
    assert error_of(lambda: eks.create_group(launchTemplate=unknown)) == "InvalidParameterException"
    eks.create_group(launchTemplate=template, instanceTypes=["t3a.large"])
    eventually(lambda: eks.status() == "ACTIVE")
    found = eks.group()
    assert found["launchTemplate"]["id"] == template["id"] and "diskSize" not in found
    instance = ec2.describe_instances()["Reservations"][0]["Instances"][0]
    assert instance["InstanceType"] == "t3a.large"
    assert {"Key": "department", "Value": "hubs"} in instance["Tags"]
    volume = ec2.describe_volumes(VolumeIds=[instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]])["Volumes"][0]
    assert (volume["Size"], volume["VolumeType"]) == (80, "gp3")
    eks.client.delete_nodegroup(clusterName="lab", nodegroupName="core")
    names = lambda: [one["LaunchTemplateName"] for one in ec2.describe_launch_templates()["LaunchTemplates"]]  # noqa: E731
    eventually(lambda: names() == ["eksctl-lab-core"])


def test_quotas(sim: Sim) -> None:
    quotas = sim.client("service-quotas")
    sim.admin("POST", "quotas", {"L-F678F1CE": 2})
    assert quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-F678F1CE")["Quota"]["Value"] == 2
    assert {one["QuotaCode"] for one in quotas.list_service_quotas(ServiceCode="ec2")["Quotas"]} >= {
        "L-0263D0A3",
        "L-1216C47A",
        "L-DB2E81BA",
    }
    create = lambda: error_of(lambda: sim.client("ec2").create_vpc(CidrBlock="10.0.0.0/16"))  # noqa: E731
    assert [create(), create()] == ["SUCCESS", "VpcLimitExceeded"]
    assert error_of(lambda: quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-0")) == "NoSuchResourceException"
