"""What an association or attachment belongs to: permissions are asked for that, not for the association."""

from typing import Any

from .calls import Call


def behind(call: Call, account: str) -> list[str]:
    """The ids of the resources behind the association or attachment that a call names."""
    named = str(call.params.get("AssociationId") or call.params.get("AttachmentId") or "")
    if call.reads or not named:
        return []
    from moto.ec2.models import ec2_backends

    ec2: Any = ec2_backends[account][call.region]
    if named.startswith("rtbassoc-"):
        return [table.id for table in ec2.route_tables.values() if named in table._associations]
    if named.startswith("eipassoc-"):
        return [address.allocation_id for address in ec2.addresses if address.association_id == named]
    return [interface.id for interface in ec2.enis.values() if interface.attachment_id == named]
