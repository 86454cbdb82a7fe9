"""What a deletion in the wrong order answers: the table, and that each rule is needed for it."""

import pytest

from . import cases_users, cases_vpc  # noqa: F401 - they fill the table
from .network import CASES, Case, Network
from .sim import Sim, error_of

#: A rule, and a case that goes wrong without it.
NEEDED = {
    "vpc-internet-gateway": "DeleteVpc with attached IGW",
    "vpc-security-group": "DeleteVpc with non-default SG",
    "vpc-network-acl": "DeleteVpc with non-default NACL",
    "vpc-endpoint": "DeleteVpc with gateway VPC endpoint",
    "vpc-peering": "DeleteVpc with active peering",
    "subnet-interface": "DeleteSubnet with ALB",
    "main-route-table": "DeleteRouteTable main",
    "default-network-acl": "DeleteNetworkAcl default",
    "gateway-mapped-addresses": "DetachInternetGateway with NAT+EIP mapped",
    "default-security-group": "DeleteSecurityGroup default",
    "security-group-reference": "DeleteSecurityGroup referenced by another SG",
    "security-group-interface": "DeleteSecurityGroup with classic ELB",
    "interface-in-use": "DeleteNetworkInterface of endpoint",
    "address-in-use": "ReleaseAddress while used by NAT",
    "load-balancer-protection": "DeleteLoadBalancer v2 deletion-protected",
    "snapshot-of-image": "DeleteSnapshot used by AMI",
}


def test_the_table_is_complete() -> None:
    assert len({name for name, _, _ in CASES}) == 43


@pytest.mark.parametrize(("codes", "prepare"), [(c, f) for _, c, f in CASES], ids=[name for name, _, _ in CASES])
def test_deletion(shared: Sim, codes: tuple[str, ...], prepare: Case) -> None:
    assert error_of(prepare(Network(shared))) in codes


@pytest.mark.parametrize("rule", NEEDED)
def test_without_its_rule_the_case_goes_wrong(shared: Sim, rule: str) -> None:
    codes, prepare = next((codes, function) for name, codes, function in CASES if name == NEEDED[rule])
    deletion = prepare(Network(shared))
    shared.admin("POST", "rules", {"off": [rule]})
    try:
        assert error_of(deletion) not in codes
    finally:
        shared.admin("POST", "rules", {"off": []})
