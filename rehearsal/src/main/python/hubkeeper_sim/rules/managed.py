"""Network interfaces that an AWS service made and manages."""

from types import SimpleNamespace
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.utils import random_eni_attach_id, random_ip

_stock_attachment = NetworkInterface.attachment.fget


def _attachment(self: Any) -> Any:
    return getattr(self, "managed_attachment", None) or _stock_attachment(self)


NetworkInterface.attachment = property(_attachment)


def is_managed(interface: Any) -> bool:
    """Whether a service manages this interface."""
    return getattr(interface, "managed_attachment", None) is not None


def make_managed(interface: Any, owner: str, description: str, kind: str = "interface") -> Any:
    """Marks an interface as made by this principal, as DescribeNetworkInterfaces shows it."""
    interface.description = description
    interface.requester_managed = True
    interface.requester_id = owner
    interface.interface_type = kind
    interface.status = "in-use"
    interface.attachment_id = random_eni_attach_id().replace("eni-attach", "ela-attach")
    interface.managed_attachment = SimpleNamespace(
        attach_time=utcnow(),
        attachment_id=interface.attachment_id,
        delete_on_termination=False,
        device_index=1,
        network_card_index=0,
        instance_id=None,
        instance_owner_id=owner,
        status="attached",
    )
    return interface


def create_managed(
    backend: Any, subnet_id: str, groups: list[str], owner: str, description: str, kind: str = "interface"
) -> Any:
    """Creates an interface in a subnet for a service."""
    interface = backend.create_network_interface(backend.get_subnet(subnet_id), None, group_ids=groups)
    if not groups:
        interface._group_set = []
    return make_managed(interface, owner, description, kind)


def publish(interface: Any) -> None:
    """Gives the interface a public address of the service's own."""
    interface.public_ip = random_ip()


def remove(backend: Any, interface_id: str) -> None:
    """Takes the interface away, if it is still there, with the addresses mapped to it."""
    interface = backend.enis.pop(interface_id, None)
    if interface is None:
        return
    for address in backend.addresses:
        if address.eni is interface:
            address.eni = address.instance = address.association_id = None
