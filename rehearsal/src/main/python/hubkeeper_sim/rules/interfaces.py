"""Interfaces and addresses in use; interfaces of terminated instances linger."""

from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.responses import EC2Response

from ..clock import TIMELINE
from .managed import is_managed, remove
from .registry import refuse, rule


@rule(EC2Response, "delete_network_interface", "interface-in-use")
def _delete(response: Any) -> None:
    interface = response.ec2_backend.enis.get(response._get_param("NetworkInterfaceId"))
    if interface is not None and (interface.attachment_id or is_managed(interface)):
        refuse("InvalidParameterValue", f"Network interface '{interface.id}' is currently in use.")


@rule(EC2Response, "detach_network_interface", "interface-primary")
def _detach(response: Any) -> None:
    attachment = response._get_param("AttachmentId")
    for interface in response.ec2_backend.enis.values():
        if interface.attachment_id != attachment:
            continue
        if is_managed(interface):
            refuse("OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments.")
        if interface.device_index in (0, "0"):
            refuse("OperationNotPermitted", "The network interface at device index 0 cannot be detached.")


@rule(EC2Response, "release_address", "address-in-use")
def _release(response: Any) -> None:
    address = _address(response)
    if address is not None and address.eni is not None:
        refuse("InvalidIPAddress.InUse", f"Address {address.public_ip} is in use.")


@rule(EC2Response, "release_address", "address-unknown")
def _release_unknown(response: Any) -> None:
    allocation = response._get_param("AllocationId")
    if allocation and _address(response) is None:
        refuse("InvalidAllocationID.NotFound", f"The allocation ID '{allocation}' does not exist")


@rule(EC2Response, "disassociate_address", "address-managed")
def _disassociate(response: Any) -> None:
    association = response._get_param("AssociationId")
    for address in response.ec2_backend.addresses:
        if association and address.association_id == association and address.eni and is_managed(address.eni):
            refuse("AuthFailure", "You do not have permission to access the specified resource.")


def _address(response: Any) -> Any:
    allocation, public_ip = response._get_param("AllocationId"), response._get_param("PublicIp")
    for address in response.ec2_backend.addresses:
        if (allocation and address.allocation_id == allocation) or (public_ip and address.public_ip == public_ip):
            return address
    return None


_FILTERS = {
    "status": lambda interface: interface.status,
    "interface-type": lambda interface: interface.interface_type,
    "requester-id": lambda interface: getattr(interface, "requester_id", None) or "",
    "requester-managed": lambda interface: str(is_managed(interface)).lower(),
    "attachment.status": lambda interface: "attached" if interface.attachment_id else "",
}
_stock_filter = NetworkInterface.get_filter_value


def _filter_value(self: Any, filter_name: str, method_name: str | None = None) -> Any:
    read = _FILTERS.get(filter_name)
    return read(self) if read else _stock_filter(self, filter_name, method_name)


NetworkInterface.get_filter_value = _filter_value

_stock_terminate = Instance.terminate


def _terminate(self: Any) -> Any:
    """Interfaces made with the instance go with it, a while later."""
    own = [interface for interface in self.nics.values() if interface.id in self.ec2_backend.enis]
    state = _stock_terminate(self)
    for interface in own:
        if interface.device_index in (0, "0") or interface.delete_on_termination:
            _linger(self.ec2_backend, interface)
        else:
            self.detach_eni(interface)
    return state


def _linger(backend: Any, interface: Any) -> None:
    backend.enis[interface.id] = interface
    TIMELINE.after("instance-interfaces", lambda: remove(backend, interface.id))


Instance.terminate = _terminate
