"""What AWS does a while after it answered, and what services leave behind."""

import pytest

from .network import Network
from .sim import REGION, Sim, error_of, eventually, make_role

DELAYS = ("nat-gateway", "load-balancer-interfaces", "vpc-endpoint", "instance-interfaces", "cluster-interfaces")


@pytest.fixture
def net(sim: Sim) -> Network:
    """A VPC in a world with short delays."""
    sim.admin("POST", "delays", dict.fromkeys(DELAYS, 0.7))
    return Network(sim)


def test_a_nat_gateway_holds_interface_and_address_until_it_is_gone(net: Network) -> None:
    subnet, table = net.subnet(), net.route_table()
    nat, allocation = net.nat(subnet)
    net.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    net.ec2.delete_nat_gateway(NatGatewayId=nat)

    assert _nat_state(net, nat) == "deleting"
    assert error_of(lambda: net.ec2.release_address(AllocationId=allocation)) == "InvalidIPAddress.InUse"
    assert error_of(lambda: net.ec2.delete_subnet(SubnetId=subnet)) == "DependencyViolation"
    assert _route_state(net, table) == "blackhole"

    eventually(lambda: _nat_state(net, nat) == "deleted")
    assert error_of(lambda: net.ec2.release_address(AllocationId=allocation)) == "SUCCESS"
    assert error_of(lambda: net.ec2.delete_subnet(SubnetId=subnet)) == "SUCCESS"


def test_an_address_of_a_nat_gateway_cannot_be_taken_from_it(net: Network) -> None:
    _, allocation = net.nat(net.subnet())
    association = net.ec2.describe_addresses(AllocationIds=[allocation])["Addresses"][0]["AssociationId"]

    assert error_of(lambda: net.ec2.disassociate_address(AssociationId=association)) == "AuthFailure"
    taken = error_of(lambda: net.ec2.create_nat_gateway(SubnetId=net.subnet(), AllocationId=allocation))
    assert taken == "Resource.AlreadyAssociated"


@pytest.mark.parametrize(("kind", "prefix"), [("application", "ELB app/"), ("network", "ELB net/")])
def test_interfaces_of_a_load_balancer_outlive_it(net: Network, kind: str, prefix: str) -> None:
    subnets = [net.subnet(), net.subnet()]
    balancer = net.balancer(subnets, [net.group()] if kind == "application" else [], kind=kind)
    interface = net.interfaces()[0]
    assert len(net.interfaces()) == 2
    assert interface["Description"].startswith(prefix)
    assert interface["RequesterManaged"] and interface["Status"] == "in-use"
    assert interface["Attachment"]["InstanceOwnerId"] == "amazon-elb"
    attachment = interface["Attachment"]["AttachmentId"]
    detached = error_of(lambda: net.ec2.detach_network_interface(AttachmentId=attachment))
    assert detached == "OperationNotPermitted"

    net.elbv2.delete_load_balancer(LoadBalancerArn=balancer)
    assert error_of(lambda: net.ec2.delete_subnet(SubnetId=subnets[0])) == "DependencyViolation"
    eventually(lambda: not net.interfaces())
    assert error_of(lambda: net.ec2.delete_subnet(SubnetId=subnets[0])) == "SUCCESS"


def test_interfaces_of_an_endpoint_outlive_its_deletion(net: Network) -> None:
    endpoint = net.endpoint("Interface", SubnetIds=[net.subnet()])
    net.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])

    assert net.interfaces()[0]["Description"] == f"VPC Endpoint Interface {endpoint}"
    eventually(lambda: not net.interfaces())


def test_a_primary_interface_cannot_be_detached_and_lingers_after_the_instance(net: Network) -> None:
    subnet = net.subnet()
    instance = net.instance(subnet)
    primary = net.interface_of(instance)
    second = net.interface(subnet)
    net.ec2.attach_network_interface(NetworkInterfaceId=second, InstanceId=instance, DeviceIndex=1)
    attachment = primary["Attachment"]["AttachmentId"]
    refused = error_of(lambda: net.ec2.detach_network_interface(AttachmentId=attachment))
    assert refused == "OperationNotPermitted"

    net.ec2.terminate_instances(InstanceIds=[instance])
    assert error_of(lambda: net.ec2.delete_subnet(SubnetId=subnet)) == "DependencyViolation"
    eventually(lambda: [i["NetworkInterfaceId"] for i in net.interfaces()] == [second])
    assert net.interfaces()[0]["Status"] == "available"


def test_a_vpc_can_be_taken_down_in_the_right_order(net: Network) -> None:
    subnet, gateway = net.subnet(), net.gateway()
    table = net.route_table()
    net.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    net.ec2.delete_subnet(SubnetId=subnet)
    net.ec2.delete_route_table(RouteTableId=table)
    net.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=net.vpc)
    net.ec2.delete_vpc(VpcId=net.vpc)

    filters = [{"Name": "vpc-id", "Values": [net.vpc]}]
    assert net.ec2.describe_network_acls(Filters=filters)["NetworkAcls"] == []
    assert net.ec2.describe_security_groups(Filters=filters)["SecurityGroups"] == []


def test_a_cluster_keeps_its_interfaces_until_it_is_gone_and_leaves_its_group(sim: Sim, net: Network) -> None:
    sim.quicken()
    eks = sim.client("eks")
    subnets = [net.subnet(), net.subnet()]
    role = make_role(sim, "cluster")
    config = {"subnetIds": subnets}
    eks.create_cluster(name="net", roleArn=role, resourcesVpcConfig=config, version="1.32")
    eventually(lambda: eks.describe_cluster(name="net")["cluster"]["status"] == "ACTIVE")
    eks.create_nodegroup(clusterName="net", nodegroupName="core", subnets=subnets, nodeRole=role)

    assert {i["Description"] for i in net.interfaces()} >= {"Amazon EKS net"}
    assert error_of(lambda: eks.delete_cluster(name="net")) == "ResourceInUseException"
    eks.delete_nodegroup(clusterName="net", nodegroupName="core")
    eventually(lambda: not eks.list_nodegroups(clusterName="net")["nodegroups"])
    eks.delete_cluster(name="net")
    assert error_of(lambda: net.ec2.delete_subnet(SubnetId=subnets[0])) == "DependencyViolation"
    eventually(lambda: not net.interfaces())
    assert error_of(lambda: net.ec2.delete_vpc(VpcId=net.vpc)) == "DependencyViolation"


def test_a_new_bucket_is_encrypted_and_closed(sim: Sim) -> None:
    s3 = sim.client("s3")
    s3.create_bucket(Bucket="hub-backups", CreateBucketConfiguration={"LocationConstraint": REGION})
    rules = s3.get_bucket_encryption(Bucket="hub-backups")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert set(s3.get_public_access_block(Bucket="hub-backups")["PublicAccessBlockConfiguration"].values()) == {True}
    s3.put_object(Bucket="hub-backups", Key="a", Body=b"x")
    assert s3.get_object(Bucket="hub-backups", Key="a")["ServerSideEncryption"] == "AES256"


def test_a_cluster_is_updated_one_minor_version_at_a_time(sim: Sim) -> None:
    sim.seed("default", clusters=("lab",), delays={"cluster-update": 0.3})
    eks = sim.client("eks")
    assert error_of(lambda: eks.update_cluster_version(name="lab", version="1.35")) == "InvalidParameterException"
    update = eks.update_cluster_version(name="lab", version="1.34")["update"]["id"]
    assert error_of(lambda: eks.update_cluster_version(name="lab", version="1.34")) == "ResourceInUseException"
    status = lambda: eks.describe_update(name="lab", updateId=update)["update"]["status"]  # noqa: E731
    eventually(lambda: status() == "Successful")
    assert eks.describe_cluster(name="lab")["cluster"]["version"] == "1.34"
    assert eks.list_updates(name="lab")["updateIds"] == [update]


def _nat_state(net: Network, nat: str) -> str:
    return str(net.ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"])


def _route_state(net: Network, table: str) -> str:
    routes = net.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    return str(next(r["State"] for r in routes if r.get("DestinationCidrBlock") == "0.0.0.0/0"))
