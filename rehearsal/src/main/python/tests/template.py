"""A template of a small network with roles, as eksctl would write one."""

import json
from typing import Any


def network_template(**more: Any) -> str:
    """VPC, two public subnets, one private subnet with a NAT gateway, a security group and a role."""
    resources: dict[str, Any] = {
        "VPC": _of("VPC", CidrBlock="192.168.0.0/16", EnableDnsSupport=True, EnableDnsHostnames=True),
        "InternetGateway": _of("InternetGateway"),
        "Attachment": _of("VPCGatewayAttachment", VpcId=_ref("VPC"), InternetGatewayId=_ref("InternetGateway")),
        "PublicTable": _of("RouteTable", VpcId=_ref("VPC")),
        "PublicRoute": _of(
            "Route",
            RouteTableId=_ref("PublicTable"),
            DestinationCidrBlock="0.0.0.0/0",
            GatewayId=_ref("InternetGateway"),
        )
        | {"DependsOn": "Attachment"},
        "NatAddress": _of("EIP", Domain="vpc") | {"DependsOn": "Attachment"},
        "NatGateway": _of("NatGateway", SubnetId=_ref("PublicA"), AllocationId=_att("NatAddress", "AllocationId")),
        "PrivateTable": _of("RouteTable", VpcId=_ref("VPC")),
        "PrivateRoute": _of(
            "Route",
            RouteTableId=_ref("PrivateTable"),
            DestinationCidrBlock="0.0.0.0/0",
            NatGatewayId=_ref("NatGateway"),
        ),
        "ControlPlane": _of("SecurityGroup", GroupDescription="Between control plane and nodes", VpcId=_ref("VPC")),
        "ServiceRole": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
                "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
            },
        },
    }
    for number, (name, zone, table) in enumerate(_SUBNETS):
        cidr = f"192.168.{32 * number}.0/19"
        tags = [{"Key": "Name", "Value": {"Fn::Sub": "${AWS::StackName}/" + name}}]
        resources[name] = _of("Subnet", VpcId=_ref("VPC"), CidrBlock=cidr, AvailabilityZone=zone, Tags=tags)
        resources[f"{name}Table"] = _of("SubnetRouteTableAssociation", SubnetId=_ref(name), RouteTableId=_ref(table))
    outputs = {
        "VPC": {"Value": _ref("VPC"), "Export": {"Name": {"Fn::Sub": "${AWS::StackName}::VPC"}}},
        "SubnetsPublic": {"Value": {"Fn::Join": [",", [_ref("PublicA"), _ref("PublicB")]]}},
        "ServiceRoleARN": {"Value": _att("ServiceRole", "Arn")},
        "SecurityGroup": {"Value": _att("ControlPlane", "GroupId")},
    }
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources | more, "Outputs": outputs})


_SUBNETS = (
    ("PublicA", "eu-west-1a", "PublicTable"),
    ("PublicB", "eu-west-1b", "PublicTable"),
    ("PrivateA", "eu-west-1a", "PrivateTable"),
)


def _of(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


def _ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def _att(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}
