"""Deletion cases of groups, interfaces, load balancers, file systems, volumes and snapshots."""

from typing import Any

from .network import Network, case

DEPENDENCY = "DependencyViolation"


def _delete_group(net: Network, group: str) -> Any:
    return lambda: net.ec2.delete_security_group(GroupId=group)


@case("DeleteSecurityGroup referenced by another SG", DEPENDENCY)
def _referenced(net: Network) -> Any:
    group, other = net.group(), net.group()
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": group}]}
    net.ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[permission])
    return _delete_group(net, group)


@case("DeleteSecurityGroup default", "CannotDelete")
def _default(net: Network) -> Any:
    return _delete_group(net, net.default_group())


@case("DeleteSecurityGroup in use by ENI", DEPENDENCY)
def _group_eni(net: Network) -> Any:
    group = net.group()
    net.interface(net.subnet(), group)
    return _delete_group(net, group)


@case("DeleteSecurityGroup in use by instance", DEPENDENCY)
def _group_instance(net: Network) -> Any:
    group = net.group()
    net.instance(net.subnet(), group)
    return _delete_group(net, group)


@case("DeleteNetworkInterface in-use primary", "InvalidParameterValue", "InvalidNetworkInterface.InUse")
def _primary(net: Network) -> Any:
    interface = net.interface_of(net.instance(net.subnet()))["NetworkInterfaceId"]
    return lambda: net.ec2.delete_network_interface(NetworkInterfaceId=interface)


@case("DetachNetworkInterface primary", "OperationNotPermitted")
def _detach_primary(net: Network) -> Any:
    attachment = net.interface_of(net.instance(net.subnet()))["Attachment"]["AttachmentId"]
    return lambda: net.ec2.detach_network_interface(AttachmentId=attachment)


@case("DeleteNetworkInterface attached", "InvalidParameterValue", "InvalidNetworkInterface.InUse")
def _attached(net: Network) -> Any:
    subnet = net.subnet()
    interface = net.interface(subnet)
    instance = net.instance(subnet)
    net.ec2.attach_network_interface(NetworkInterfaceId=interface, InstanceId=instance, DeviceIndex=1)
    return lambda: net.ec2.delete_network_interface(NetworkInterfaceId=interface)


@case("DeleteSecurityGroup used by endpoint", DEPENDENCY)
def _group_endpoint(net: Network) -> Any:
    group = net.group()
    net.endpoint("Interface", SubnetIds=[net.subnet()], SecurityGroupIds=[group])
    return _delete_group(net, group)


@case("DeleteNetworkInterface of endpoint", "OperationNotPermitted", "InvalidParameterValue")
def _endpoint_interface(net: Network) -> Any:
    net.endpoint("Interface", SubnetIds=[net.subnet()])
    interface = net.interfaces()[0]["NetworkInterfaceId"]
    return lambda: net.ec2.delete_network_interface(NetworkInterfaceId=interface)


@case("DeleteSecurityGroup with ALB", DEPENDENCY)
def _group_alb(net: Network) -> Any:
    group = net.group()
    net.balancer([net.subnet(), net.subnet()], [group])
    return _delete_group(net, group)


@case("DetachInternetGateway with internet-facing ALB", DEPENDENCY)
def _public_alb(net: Network) -> Any:
    gateway = net.gateway()
    net.balancer([net.subnet(), net.subnet()], [net.group()], scheme="internet-facing")
    return lambda: net.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=net.vpc)


@case("DeleteTargetGroup in use by listener", "ResourceInUse")
def _target_group(net: Network) -> Any:
    balancer = net.balancer([net.subnet(), net.subnet()], [net.group()])
    name = f"targets-{net.vpc[-8:]}"
    made = net.elbv2.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=net.vpc)
    target = made["TargetGroups"][0]["TargetGroupArn"]
    actions = [{"Type": "forward", "TargetGroupArn": target}]
    net.elbv2.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=actions)
    return lambda: net.elbv2.delete_target_group(TargetGroupArn=target)


@case("DeleteLoadBalancer v2 deletion-protected", "OperationNotPermitted")
def _protected(net: Network) -> Any:
    balancer = net.balancer([net.subnet(), net.subnet()], [net.group()])
    attributes = [{"Key": "deletion_protection.enabled", "Value": "true"}]
    net.elbv2.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=attributes)
    return lambda: net.elbv2.delete_load_balancer(LoadBalancerArn=balancer)


@case("DeleteSecurityGroup with classic ELB", DEPENDENCY)
def _group_classic(net: Network) -> Any:
    group = net.group()
    net.classic(net.subnet(), group)
    return _delete_group(net, group)


@case("DeleteFileSystem with mount target", "FileSystemInUse")
def _file_system(net: Network) -> Any:
    system = net.file_system()
    net.mount_target(system, net.subnet())
    return lambda: net.efs.delete_file_system(FileSystemId=system)


@case("DeleteSecurityGroup used by mount target", DEPENDENCY)
def _group_efs(net: Network) -> Any:
    group = net.group()
    net.mount_target(net.file_system(), net.subnet(), group)
    return _delete_group(net, group)


@case("DeleteFileSystem after MT gone", "SUCCESS")
def _file_system_free(net: Network) -> Any:
    from .sim import error_of, eventually

    system = net.file_system()
    target = net.mount_target(system, net.subnet())
    net.efs.delete_mount_target(MountTargetId=target)
    gone = "MountTargetNotFound"
    eventually(lambda: error_of(lambda: net.efs.describe_mount_targets(MountTargetId=target)) == gone)
    return lambda: net.efs.delete_file_system(FileSystemId=system)


@case("DeleteVolume in-use", "VolumeInUse")
def _volume(net: Network) -> Any:
    instance = net.instance(net.subnet())
    filters = [{"Name": "attachment.instance-id", "Values": [instance]}]
    volume = net.ec2.describe_volumes(Filters=filters)["Volumes"][0]["VolumeId"]
    return lambda: net.ec2.delete_volume(VolumeId=volume)


@case("DeleteSnapshot used by AMI", "InvalidSnapshot.InUse")
def _snapshot(net: Network) -> Any:
    volume = net.ec2.create_volume(Size=1, AvailabilityZone="eu-west-1a")["VolumeId"]
    snapshot = net.ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    mapping = {"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": snapshot}}
    net.ec2.register_image(Name=f"image-{snapshot}", RootDeviceName="/dev/xvda", BlockDeviceMappings=[mapping])
    return lambda: net.ec2.delete_snapshot(SnapshotId=snapshot)
