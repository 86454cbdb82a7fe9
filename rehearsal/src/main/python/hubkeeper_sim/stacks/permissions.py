"""What a stack's resources ask of who makes the stack: CloudFormation acts with its caller's permissions."""

from typing import Any

from ..conditions import Context

#: Type of resource to actions on creation, with the kind in the ARN; tagging asks besides where it says so.
_CREATES: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::EC2::VPC": (("ec2:CreateVpc", "vpc"), ("ec2:ModifyVpcAttribute", "vpc")),
    "AWS::EC2::Subnet": (("ec2:CreateSubnet", "subnet"), ("ec2:ModifySubnetAttribute", "subnet")),
    "AWS::EC2::InternetGateway": (("ec2:CreateInternetGateway", "internet-gateway"),),
    "AWS::EC2::VPCGatewayAttachment": (("ec2:AttachInternetGateway", "internet-gateway"),),
    "AWS::EC2::RouteTable": (("ec2:CreateRouteTable", "route-table"),),
    "AWS::EC2::Route": (("ec2:CreateRoute", "route-table"),),
    "AWS::EC2::SubnetRouteTableAssociation": (("ec2:AssociateRouteTable", "route-table"),),
    "AWS::EC2::EIP": (("ec2:AllocateAddress", "elastic-ip"),),
    "AWS::EC2::NatGateway": (("ec2:CreateNatGateway", "natgateway"),),
    "AWS::EC2::SecurityGroup": (("ec2:CreateSecurityGroup", "security-group"),),
    "AWS::EC2::SecurityGroupIngress": (("ec2:AuthorizeSecurityGroupIngress", "security-group"),),
    "AWS::EC2::SecurityGroupEgress": (("ec2:AuthorizeSecurityGroupEgress", "security-group"),),
}
_TAGGED = (
    "AWS::EC2::VPC",
    "AWS::EC2::Subnet",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::RouteTable",
    "AWS::EC2::EIP",
    "AWS::EC2::NatGateway",
    "AWS::EC2::SecurityGroup",
)
_DELETES: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::EC2::VPC": (("ec2:DeleteVpc", "vpc"),),
    "AWS::EC2::Subnet": (("ec2:DeleteSubnet", "subnet"),),
    "AWS::EC2::InternetGateway": (("ec2:DeleteInternetGateway", "internet-gateway"),),
    "AWS::EC2::VPCGatewayAttachment": (("ec2:DetachInternetGateway", "internet-gateway"),),
    "AWS::EC2::RouteTable": (("ec2:DeleteRouteTable", "route-table"),),
    "AWS::EC2::Route": (("ec2:DeleteRoute", "route-table"),),
    "AWS::EC2::SubnetRouteTableAssociation": (("ec2:DisassociateRouteTable", "route-table"),),
    "AWS::EC2::EIP": (("ec2:ReleaseAddress", "elastic-ip"),),
    "AWS::EC2::NatGateway": (("ec2:DeleteNatGateway", "natgateway"),),
    "AWS::EC2::SecurityGroup": (("ec2:DeleteSecurityGroup", "security-group"),),
    "AWS::EC2::SecurityGroupIngress": (("ec2:RevokeSecurityGroupIngress", "security-group"),),
    "AWS::EC2::SecurityGroupEgress": (("ec2:RevokeSecurityGroupEgress", "security-group"),),
}


class Denied(Exception):
    """The maker of the stack may not do this."""


def demand_creation(stack: Any, kind: str, properties: dict[str, Any], name: str) -> None:
    """Fails unless the stack's maker may create a resource."""
    tags = {str(key): str(value) for key, value in (stack.tags or {}).items()}
    tags |= {str(tag.get("Key")): str(tag.get("Value")) for tag in properties.get("Tags") or [] if "Key" in tag}
    for action, sort in _CREATES.get(kind, ()):
        # a resource that exists by then carries the tags already
        _demand(stack, action, f"arn:aws:ec2:{stack.region_name}:{stack.account_id}:{sort}/*", tags, tags)
        if kind in _TAGGED and tags and action.startswith(("ec2:Create", "ec2:Allocate")):
            context = {"ec2:createaction": [action.removeprefix("ec2:")]}
            arn = f"arn:aws:ec2:{stack.region_name}:{stack.account_id}:{sort}/*"
            _demand(stack, "ec2:CreateTags", arn, tags, {}, context)
    if kind == "AWS::IAM::Role":
        role = f"arn:aws:iam::{stack.account_id}:role/{properties.get('RoleName') or name}"
        _demand(stack, "iam:CreateRole", role, tags, {})
        if tags:
            _demand(stack, "iam:TagRole", role, tags, {})
        for policy in properties.get("ManagedPolicyArns") or []:
            _demand(stack, "iam:AttachRolePolicy", role, {}, tags, {"iam:policyarn": [str(policy)]})
        for _ in properties.get("Policies") or []:
            _demand(stack, "iam:PutRolePolicy", role, {}, tags)


def demand_removal(stack: Any, kind: str, resource: Any) -> None:
    """Fails unless the one who deletes the stack may delete a resource."""
    tags = {str(key): str(value) for key, value in (stack.tags or {}).items()}
    for action, sort in _DELETES.get(kind, ()):
        _demand(stack, action, f"arn:aws:ec2:{stack.region_name}:{stack.account_id}:{sort}/*", {}, tags)
    if kind == "AWS::IAM::Role":
        role = f"arn:aws:iam::{stack.account_id}:role/{resource.name}"
        for policy in list(resource.managed_policies):
            _demand(stack, "iam:DetachRolePolicy", role, {}, tags, {"iam:policyarn": [str(policy)]})
        for _ in list(resource.policies):
            _demand(stack, "iam:DeleteRolePolicy", role, {}, tags)
        _demand(stack, "iam:DeleteRole", role, {}, tags)


def _demand(
    stack: Any, action: str, arn: str, requested: dict[str, str], present: dict[str, str], more: Context | None = None
) -> None:
    caller = getattr(stack, "caller", None)
    if caller is None or caller.policy is None or stack.role_arn:
        return
    context: Context = {"aws:requestedregion": [stack.region_name], **(more or {})}
    if requested:
        context["aws:tagkeys"] = list(requested)
    context |= {f"aws:requesttag/{key}": [value] for key, value in requested.items()}
    for key, value in present.items():
        context[f"aws:resourcetag/{key}"] = context[f"{action.split(':')[0]}:resourcetag/{key}"] = [value]
    verdict = caller.policy.verdict(action, arn, context)
    if verdict != "allow":
        raise Denied(f"User: {caller.arn} is not authorized to perform: {action} on resource: {arn} {verdict}")
