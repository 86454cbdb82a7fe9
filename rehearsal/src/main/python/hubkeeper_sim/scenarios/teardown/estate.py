"""A cluster in AWS as bootstrap leaves it: stack, control plane, node groups, add-ons, identities."""

from typing import TYPE_CHECKING, Any

from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends

from ...answers import put
from ...clock import TIMELINE
from .template import template

if TYPE_CHECKING:
    from ...simulator import Simulator

VERSION = "1.34"
_ADDONS = ("vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver")
_LOGGED = {"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]}


class Estate:
    """What belongs to one cluster."""

    def __init__(self, simulator: "Simulator", given: dict[str, Any]) -> None:
        self.simulator = simulator
        self.name = str(given["name"])
        self.given = given
        self.account, self.region = str(given["account"]), str(given["region"])
        self.ec2 = ec2_backends[self.account][self.region]
        self.iam = iam_backends[self.account]["aws"]
        self.tags = {"hubkeeper/cluster": self.name, "department": "hubs"}
        self.outputs: dict[str, str] = {}

    @property
    def vpc(self) -> str:
        """The cluster's VPC."""
        return self.outputs["VPC"]

    @property
    def public(self) -> list[str]:
        """Its public subnets."""
        return self.outputs["SubnetsPublic"].split(",")

    @property
    def private(self) -> list[str]:
        """Its private subnets."""
        return self.outputs["SubnetsPrivate"].split(",")

    @property
    def owned(self) -> dict[str, str]:
        """The tag that Kubernetes' controllers put on what they make."""
        return {f"kubernetes.io/cluster/{self.name}": "owned"}

    def build(self, nodes: dict[str, int]) -> "Estate":
        """Makes all of it at once; a group's nodes join later, where the cluster has an API server."""
        with TIMELINE.instantly():
            self._stack()
        with TIMELINE.instantly():
            self._control_plane()
        with TIMELINE.instantly():
            self._add_ons()
            for name, wanted in nodes.items():
                self._group(name, wanted)
        for group in self.cluster().nodegroups.values():
            group.status = "ACTIVE"
        self._identities()
        return self

    def cluster(self) -> Any:
        """The cluster as moto has it."""
        from moto.eks.models import eks_backends

        return eks_backends[self.account][self.region].clusters[self.name]

    def ask(self, operation: str, **params: Any) -> dict[str, Any]:
        """A request to EKS."""
        return put(self.simulator, self.account, self.region, "eks", operation, **params)

    def control_plane_group(self) -> str:
        """The security group that EKS made for the cluster."""
        return str(self.cluster().resources_vpc_config["clusterSecurityGroupId"])

    def _stack(self) -> None:
        from moto.cloudformation.models import cloudformation_backends

        name = f"eksctl-{self.name}-cluster"
        tags = {**self.tags, "alpha.eksctl.io/cluster-name": self.name}
        backend = cloudformation_backends[self.account][self.region]
        stack = backend.create_stack(name, template(self.region), {}, tags=tags)
        TIMELINE.settle()
        if stack.status != "CREATE_COMPLETE":
            raise RuntimeError(f"{name} is {stack.status}: {stack.stack_status_reason}")
        self.outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.outputs}

    def _control_plane(self) -> None:
        config = {"subnetIds": self.private + self.public, "securityGroupIds": [self.outputs["SecurityGroup"]]}
        self.ask(
            "CreateCluster",
            name=self.name,
            version=VERSION,
            roleArn=self.outputs["ServiceRoleARN"],
            resourcesVpcConfig=config,
            accessConfig={
                "authenticationMode": "API_AND_CONFIG_MAP",
                "bootstrapClusterCreatorAdminPermissions": False,
            },
            bootstrapSelfManagedAddons=False,
            logging=_LOGGED,
            tags=self._cluster_tags(),
        )

    def _cluster_tags(self) -> dict[str, str]:
        tags = {**self.tags, "alpha.eksctl.io/cluster-name": self.name}
        for key in ("uid", "environment"):
            if self.given.get(key):
                tags[f"hubkeeper/{key}"] = str(self.given[key])
        return tags

    def _add_ons(self) -> None:
        for name in _ADDONS:
            self.ask("CreateAddon", clusterName=self.name, addonName=name, tags=self.tags)

    def _group(self, name: str, wanted: int) -> None:
        launch = f"eksctl-{self.name}-nodegroup-{name}"
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 80, "VolumeType": "gp3", "DeleteOnTermination": True}}
        own = self.ec2.create_launch_template(launch, "", {"BlockDeviceMappings": [disk]}, {"launch-template": self.tags})
        self.ask(
            "CreateNodegroup",
            clusterName=self.name,
            nodegroupName=name,
            nodeRole=self.outputs["NodeRoleARN"],
            subnets=self.private,
            scalingConfig={"minSize": 0, "maxSize": 4, "desiredSize": wanted},
            instanceTypes=["t3a.large"],
            launchTemplate={"id": own.id},
            labels={"hub.jupyter.org/node-purpose": name},
            tags=self.tags,
        )

    def _identities(self) -> None:
        issuer = self.cluster().identity["oidc"]["issuer"]
        self.iam.create_open_id_connect_provider(
            issuer, ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"], ["sts.amazonaws.com"], self._listed(self.tags)
        )
        identity = "system:serviceaccount:kube-system:ebs-csi-controller-sa"
        tags = {**self.tags, "hubkeeper/identity": identity, "alpha.eksctl.io/cluster-name": self.name}
        role = self.iam.create_role(
            f"{self.name}-kube-system-ebs-csi-controller-sa", "{}", "/", "", "", self._listed(tags), "3600"
        )
        self.iam.attach_role_policy("arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy", role.name)

    @staticmethod
    def _listed(tags: dict[str, str]) -> list[dict[str, str]]:
        return [{"Key": key, "Value": value} for key, value in tags.items()]
