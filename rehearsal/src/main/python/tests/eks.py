"""A cluster to try things on."""

from typing import Any

from .network import Network
from .sim import Sim, eventually, make_role


class Eks:
    """A cluster with its network and roles."""

    def __init__(self, sim: Sim, name: str = "lab", **more: Any) -> None:
        sim.quicken()
        self.sim, self.name = sim, name
        self.net = Network(sim)
        self.client = sim.client("eks")
        self.subnets = [self.net.subnet(), self.net.subnet()]
        self.role, self.node_role = make_role(sim, f"{name}-cluster"), make_role(sim, f"{name}-nodes")
        self.given = {
            "name": name,
            "roleArn": self.role,
            "resourcesVpcConfig": {"subnetIds": self.subnets},
            "version": "1.34",
            "accessConfig": {
                "authenticationMode": "API_AND_CONFIG_MAP",
                "bootstrapClusterCreatorAdminPermissions": False,
            },
            **more,
        }

    def describe(self) -> Any:
        """The cluster as it is described."""
        return self.client.describe_cluster(name=self.name)["cluster"]

    def create(self) -> "Eks":
        """Returns once the cluster is ACTIVE."""
        self.client.create_cluster(**self.given)
        eventually(lambda: self.describe()["status"] == "ACTIVE")
        return self

    def create_group(self, name: str = "core", low: int = 0, high: int = 3, wanted: int = 1, **more: Any) -> Any:
        """Asks for a node group."""
        sizes = {"minSize": low, "maxSize": high, "desiredSize": wanted}
        given = {"subnets": self.subnets, "nodeRole": self.node_role, "scalingConfig": sizes, **more}
        return self.client.create_nodegroup(clusterName=self.name, nodegroupName=name, **given)["nodegroup"]

    def group(self, name: str = "core") -> Any:
        """A node group as it is described."""
        return self.client.describe_nodegroup(clusterName=self.name, nodegroupName=name)["nodegroup"]

    def status(self, name: str = "core") -> str:
        """The status of a node group."""
        return str(self.group(name)["status"])
