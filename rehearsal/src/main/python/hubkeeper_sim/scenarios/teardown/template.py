"""The CloudFormation template of a cluster's network and roles, with the logical ids that bootstrap writes."""

import json
from typing import Any

_ANYWHERE = "0.0.0.0/0"
_NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly")


def template(region: str) -> str:
    """A public and a private subnet in two zones, one NAT gateway, both roles."""
    resources: dict[str, Any] = {
        "VPC": _of("VPC", CidrBlock="192.168.0.0/16", EnableDnsHostnames=True, EnableDnsSupport=True, Tags=_named("VPC")),
        "InternetGateway": _of("InternetGateway", Tags=_named("InternetGateway")),
        "VPCGatewayAttachment": _of(
            "VPCGatewayAttachment", InternetGatewayId=_ref("InternetGateway"), VpcId=_ref("VPC")
        ),
        "ControlPlaneSecurityGroup": _of(
            "SecurityGroup",
            GroupDescription="Communication between the control plane and worker nodegroups",
            VpcId=_ref("VPC"),
            Tags=_named("ControlPlaneSecurityGroup"),
        ),
        "PublicRouteTable": _table("PublicRouteTable"),
        "PublicSubnetRoute": _of(
            "Route",
            DestinationCidrBlock=_ANYWHERE,
            GatewayId=_ref("InternetGateway"),
            RouteTableId=_ref("PublicRouteTable"),
        )
        | {"DependsOn": "VPCGatewayAttachment"},
        "NATIP": _of("EIP", Domain="vpc", Tags=_named("NATIP")) | {"DependsOn": "VPCGatewayAttachment"},
        "ServiceRole": _role("eks.amazonaws.com", "AmazonEKSClusterPolicy"),
        "NodeInstanceRole": _role("ec2.amazonaws.com", *_NODE_POLICIES),
    }
    zones = [f"{region}a", f"{region}b"]
    for number, zone in enumerate(zones):
        resources |= _zone(zone, number)
    resources["NATGateway"] = _of(
        "NatGateway",
        AllocationId=_att("NATIP", "AllocationId"),
        SubnetId=_ref(f"SubnetPublic{_id(zones[0])}"),
        Tags=_named("NATGateway"),
    )
    outputs = {
        "VPC": {"Value": _ref("VPC")},
        "SubnetsPublic": _joined([f"SubnetPublic{_id(zone)}" for zone in zones]),
        "SubnetsPrivate": _joined([f"SubnetPrivate{_id(zone)}" for zone in zones]),
        "SecurityGroup": {"Value": _ref("ControlPlaneSecurityGroup")},
        "ServiceRoleARN": {"Value": _att("ServiceRole", "Arn")},
        "NodeRoleARN": {"Value": _att("NodeInstanceRole", "Arn")},
    }
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources, "Outputs": outputs})


def _zone(zone: str, number: int) -> dict[str, Any]:
    private = f"PrivateRouteTable{_id(zone)}"
    return {
        private: _table(private),
        **_subnet("Public", zone, number, "kubernetes.io/role/elb", "PublicRouteTable"),
        **_subnet("Private", zone, number + 2, "kubernetes.io/role/internal-elb", private),
        f"NATPrivateSubnetRoute{_id(zone)}": _of(
            "Route", DestinationCidrBlock=_ANYWHERE, NatGatewayId=_ref("NATGateway"), RouteTableId=_ref(private)
        ),
    }


def _subnet(kind: str, zone: str, number: int, role: str, table: str) -> dict[str, Any]:
    name = f"Subnet{kind}{_id(zone)}"
    return {
        name: _of(
            "Subnet",
            AvailabilityZone=zone,
            CidrBlock=f"192.168.{64 * number}.0/18",
            MapPublicIpOnLaunch=kind == "Public",
            VpcId=_ref("VPC"),
            Tags=[{"Key": role, "Value": "1"}, *_named(name)],
        ),
        f"RouteTableAssociation{kind}{_id(zone)}": _of(
            "SubnetRouteTableAssociation", RouteTableId=_ref(table), SubnetId=_ref(name)
        ),
    }


def _table(name: str) -> dict[str, Any]:
    return _of("RouteTable", VpcId=_ref("VPC"), Tags=_named(name))


def _role(service: str, *policies: str) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": [service]}, "Action": ["sts:AssumeRole"]}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "ManagedPolicyArns": [f"arn:aws:iam::aws:policy/{policy}" for policy in policies],
        },
    }


def _id(zone: str) -> str:
    return zone.upper().replace("-", "")


def _of(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


def _ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def _att(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def _named(name: str) -> list[dict[str, Any]]:
    return [{"Key": "Name", "Value": {"Fn::Sub": "${AWS::StackName}/" + name}}]


def _joined(names: list[str]) -> dict[str, Any]:
    return {"Value": {"Fn::Join": [",", [_ref(name) for name in names]]}}
