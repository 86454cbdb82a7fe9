"""Rules between security groups."""

from typing import Any


def allow(ec2: Any, group: str, source: str) -> None:
    """Lets members of one group be reached by those of another."""
    pair = [{"GroupId": source}]
    ec2.authorize_security_group_ingress(group, "tcp", 443, 8443, [], source_groups=pair)
