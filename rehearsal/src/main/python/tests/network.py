"""Builds networks for the deletion cases."""

import itertools
from collections.abc import Callable
from typing import Any

from .sim import REGION, Sim

_numbers = itertools.count(1)


class Network:
    """A VPC of its own, with what a case needs in it."""

    def __init__(self, sim: Sim) -> None:
        self.ec2 = sim.client("ec2")
        self.elbv2 = sim.client("elbv2")
        self.elb = sim.client("elb")
        self.efs = sim.client("efs")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self._subnets = itertools.count()

    def subnet(self) -> str:
        """A new subnet, each in another zone."""
        index = next(self._subnets)
        zone = f"{REGION}{'abc'[index % 3]}"
        made = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock=f"10.0.{index}.0/24", AvailabilityZone=zone)
        return str(made["Subnet"]["SubnetId"])

    def group(self) -> str:
        """A new security group."""
        name = f"group-{next(_numbers)}"
        return str(self.ec2.create_security_group(GroupName=name, Description=name, VpcId=self.vpc)["GroupId"])

    def gateway(self) -> str:
        """An attached internet gateway."""
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        return str(gateway)

    def nat(self, subnet: str) -> tuple[str, str]:
        """A NAT gateway and the allocation of its address."""
        allocation = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        made = self.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=allocation)
        return str(made["NatGateway"]["NatGatewayId"]), str(allocation)

    def route_table(self) -> str:
        """A route table that is not the main one."""
        return str(self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"])

    def main_route_table(self) -> str:
        """The VPC's main route table."""
        filters = [{"Name": "vpc-id", "Values": [self.vpc]}, {"Name": "association.main", "Values": ["true"]}]
        return str(self.ec2.describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"])

    def default_group(self) -> str:
        """The VPC's default security group."""
        filters = [{"Name": "vpc-id", "Values": [self.vpc]}, {"Name": "group-name", "Values": ["default"]}]
        return str(self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"])

    def default_acl(self) -> str:
        """The VPC's default network ACL."""
        filters = [{"Name": "vpc-id", "Values": [self.vpc]}, {"Name": "default", "Values": ["true"]}]
        return str(self.ec2.describe_network_acls(Filters=filters)["NetworkAcls"][0]["NetworkAclId"])

    def instance(self, subnet: str, *groups: str) -> str:
        """A running instance."""
        made = self.ec2.run_instances(
            ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=list(groups)
        )
        return str(made["Instances"][0]["InstanceId"])

    def interface_of(self, instance: str) -> dict[str, Any]:
        """The primary interface of an instance."""
        filters = [{"Name": "attachment.instance-id", "Values": [instance]}]
        found: dict[str, Any] = self.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"][0]
        return found

    def interface(self, subnet: str, *groups: str) -> str:
        """An interface that nothing uses."""
        made = self.ec2.create_network_interface(SubnetId=subnet, Groups=list(groups))
        return str(made["NetworkInterface"]["NetworkInterfaceId"])

    def interfaces(self) -> list[dict[str, Any]]:
        """All interfaces in the VPC."""
        filters = [{"Name": "vpc-id", "Values": [self.vpc]}]
        found: list[dict[str, Any]] = self.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
        return found

    def endpoint(self, kind: str, **more: Any) -> str:
        """A VPC endpoint."""
        service = f"com.amazonaws.{REGION}.s3"
        made = self.ec2.create_vpc_endpoint(VpcId=self.vpc, ServiceName=service, VpcEndpointType=kind, **more)
        return str(made["VpcEndpoint"]["VpcEndpointId"])

    def balancer(
        self, subnets: list[str], groups: list[str], scheme: str = "internal", kind: str = "application"
    ) -> str:
        """An application or network load balancer."""
        more = {"SecurityGroups": groups} if groups else {}
        name = f"balancer-{next(_numbers)}"
        made = self.elbv2.create_load_balancer(Name=name, Subnets=subnets, Scheme=scheme, Type=kind, **more)
        return str(made["LoadBalancers"][0]["LoadBalancerArn"])

    def classic(self, subnet: str, group: str) -> str:
        """A classic load balancer."""
        name = f"classic-{next(_numbers)}"
        listener = {"Protocol": "tcp", "LoadBalancerPort": 80, "InstancePort": 80}
        self.elb.create_load_balancer(
            LoadBalancerName=name, Listeners=[listener], Subnets=[subnet], SecurityGroups=[group]
        )
        return name

    def file_system(self) -> str:
        """An EFS file system."""
        return str(self.efs.create_file_system(CreationToken=f"token-{next(_numbers)}")["FileSystemId"])

    def mount_target(self, file_system: str, subnet: str, *groups: str) -> str:
        """A mount target."""
        more = {"SecurityGroups": list(groups)} if groups else {}
        made = self.efs.create_mount_target(FileSystemId=file_system, SubnetId=subnet, **more)
        return str(made["MountTargetId"])


Case = Callable[[Network], Any]

#: Name of a case, the codes that AWS answers, and what sets it up and returns the call.
CASES: list[tuple[str, tuple[str, ...], Case]] = []


def case(name: str, *codes: str) -> Callable[[Case], Case]:
    """Adds a case to the table."""

    def register(function: Case) -> Case:
        CASES.append((name, codes, function))
        return function

    return register
