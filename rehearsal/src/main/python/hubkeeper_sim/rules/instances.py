"""Names of instances: as a VPC of the region resolves them."""

from typing import Any

from moto.ec2.models.instances import Instance


def _private_dns_name(self: Any) -> str:
    region = self.region_name if hasattr(self, "region_name") else self.ec2_backend.region_name
    domain = "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"
    return f"ip-{str(self.private_ip).replace('.', '-')}.{domain}"


Instance.private_dns_name = property(_private_dns_name)
