"""Deletion cases of VPCs, subnets, gateways, route tables and ACLs."""

from typing import Any

from .network import Network, case

DEPENDENCY = "DependencyViolation"


def _delete_vpc(net: Network) -> Any:
    return lambda: net.ec2.delete_vpc(VpcId=net.vpc)


def _delete_subnet(net: Network, subnet: str) -> Any:
    return lambda: net.ec2.delete_subnet(SubnetId=subnet)


@case("DeleteVpc with subnets only", DEPENDENCY)
def _subnets(net: Network) -> Any:
    net.subnet()
    return _delete_vpc(net)


@case("DeleteVpc empty", "SUCCESS")
def _empty(net: Network) -> Any:
    return _delete_vpc(net)


@case("DeleteVpc with attached IGW", DEPENDENCY)
def _igw(net: Network) -> Any:
    net.gateway()
    return _delete_vpc(net)


@case("DeleteVpc with non-main route table", DEPENDENCY)
def _table(net: Network) -> Any:
    net.route_table()
    return _delete_vpc(net)


@case("DeleteVpc with non-default SG", DEPENDENCY)
def _group(net: Network) -> Any:
    net.group()
    return _delete_vpc(net)


@case("DeleteVpc with non-default NACL", DEPENDENCY)
def _acl(net: Network) -> Any:
    net.ec2.create_network_acl(VpcId=net.vpc)
    return _delete_vpc(net)


@case("DeleteVpc with gateway VPC endpoint", DEPENDENCY)
def _endpoint(net: Network) -> Any:
    net.endpoint("Gateway", RouteTableIds=[net.main_route_table()])
    return _delete_vpc(net)


@case("DeleteVpc with active peering", DEPENDENCY)
def _peering(net: Network) -> Any:
    peer = net.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    made = net.ec2.create_vpc_peering_connection(VpcId=net.vpc, PeerVpcId=peer)["VpcPeeringConnection"]
    net.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=made["VpcPeeringConnectionId"])
    return _delete_vpc(net)


@case("DeleteVpc with attached VGW", DEPENDENCY)
def _vgw(net: Network) -> Any:
    gateway = net.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    net.ec2.attach_vpn_gateway(VpnGatewayId=gateway, VpcId=net.vpc)
    return _delete_vpc(net)


@case("ReleaseAddress while used by NAT", "AuthFailure", "InvalidIPAddress.InUse")
def _release(net: Network) -> Any:
    _, allocation = net.nat(net.subnet())
    return lambda: net.ec2.release_address(AllocationId=allocation)


@case("DetachInternetGateway with NAT+EIP mapped", DEPENDENCY)
def _detach_mapped(net: Network) -> Any:
    gateway = net.gateway()
    net.nat(net.subnet())
    return lambda: net.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=net.vpc)


@case("DeleteSubnet holding NAT", DEPENDENCY)
def _subnet_nat(net: Network) -> Any:
    subnet = net.subnet()
    net.nat(subnet)
    return _delete_subnet(net, subnet)


@case("DeleteInternetGateway attached", DEPENDENCY)
def _delete_igw(net: Network) -> Any:
    gateway = net.gateway()
    return lambda: net.ec2.delete_internet_gateway(InternetGatewayId=gateway)


@case("DeleteRouteTable with association", DEPENDENCY)
def _associated(net: Network) -> Any:
    table = net.route_table()
    net.ec2.associate_route_table(RouteTableId=table, SubnetId=net.subnet())
    return lambda: net.ec2.delete_route_table(RouteTableId=table)


@case("DeleteNatGateway (route remains)", "SUCCESS")
def _nat_route(net: Network) -> Any:
    nat, _ = net.nat(net.subnet())
    net.ec2.create_route(RouteTableId=net.route_table(), DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    return lambda: net.ec2.delete_nat_gateway(NatGatewayId=nat)


@case("DeleteRouteTable main", DEPENDENCY)
def _main_table(net: Network) -> Any:
    table = net.main_route_table()
    return lambda: net.ec2.delete_route_table(RouteTableId=table)


@case("DeleteSubnet with available ENI", DEPENDENCY)
def _subnet_eni(net: Network) -> Any:
    subnet = net.subnet()
    net.interface(subnet)
    return _delete_subnet(net, subnet)


@case("DeleteSubnet with running instance", DEPENDENCY)
def _subnet_instance(net: Network) -> Any:
    subnet = net.subnet()
    net.instance(subnet)
    return _delete_subnet(net, subnet)


@case("DeleteSubnet with interface endpoint ENI", DEPENDENCY)
def _subnet_endpoint(net: Network) -> Any:
    subnet = net.subnet()
    net.endpoint("Interface", SubnetIds=[subnet])
    return _delete_subnet(net, subnet)


@case("DeleteSubnet with ALB", DEPENDENCY)
def _subnet_alb(net: Network) -> Any:
    subnets = [net.subnet(), net.subnet()]
    net.balancer(subnets, [net.group()])
    return _delete_subnet(net, subnets[0])


@case("DeleteSubnet with classic ELB", DEPENDENCY)
def _subnet_classic(net: Network) -> Any:
    subnet = net.subnet()
    net.classic(subnet, net.group())
    return _delete_subnet(net, subnet)


@case("DeleteSubnet with EFS mount target", DEPENDENCY)
def _subnet_efs(net: Network) -> Any:
    subnet = net.subnet()
    net.mount_target(net.file_system(), subnet)
    return _delete_subnet(net, subnet)


@case("DeleteNetworkAcl default", "InvalidParameterValue")
def _default_acl(net: Network) -> Any:
    acl = net.default_acl()
    return lambda: net.ec2.delete_network_acl(NetworkAclId=acl)


@case("DeleteNetworkAcl with association", DEPENDENCY)
def _acl_association(net: Network) -> Any:
    subnet = net.subnet()
    acl = net.ec2.create_network_acl(VpcId=net.vpc)["NetworkAcl"]["NetworkAclId"]
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    associations = net.ec2.describe_network_acls(Filters=filters)["NetworkAcls"][0]["Associations"]
    current = next(a["NetworkAclAssociationId"] for a in associations if a["SubnetId"] == subnet)
    net.ec2.replace_network_acl_association(AssociationId=current, NetworkAclId=acl)
    return lambda: net.ec2.delete_network_acl(NetworkAclId=acl)
