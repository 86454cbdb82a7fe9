"""Roles of pods: by association or annotation, only with the role's trust, only with its permissions."""

import json
from typing import Any

import pytest

from hubkeeper_pods.aws import Aws, AwsError
from hubkeeper_pods.roles import NoRole, Roles

from .eks import Eks
from .sim import Sim

IRSA = {
    "Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.example"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": {"oidc.example:sub": "system:serviceaccount:tools:velero"}},
}
POD_IDENTITY = {
    "Effect": "Allow",
    "Principal": {"Service": "pods.eks.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession"],
}


def _role(sim: Sim, trust: Any) -> str:
    iam = sim.client("iam")
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    arn = str(iam.create_role(RoleName="velero", AssumeRolePolicyDocument=document)["Role"]["Arn"])
    allowed = {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": "arn:aws:s3:::mine"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_role_policy(RoleName="velero", PolicyName="own", PolicyDocument=policy)
    return arn


def _bucket(sim: Sim, name: str) -> None:
    sim.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})


def _aws(given: dict[str, str]) -> Aws:
    return Aws(given["endpoint"], given["region"], given["key"])


def test_an_annotated_role_gives_exactly_its_permissions(sim: Sim) -> None:
    Eks(sim).create()
    arn = _role(sim, IRSA)
    for name in ("mine", "theirs"):
        _bucket(sim, name)
    roles = Roles(sim.url, "lab")
    given = roles.of("tools", "velero", arn)
    assert given is not None and _aws(given).bucket_region("mine") == "eu-west-1"
    with pytest.raises(AwsError) as denied:
        _aws(given).bucket_region("theirs")
    assert denied.value.status == 403
    with pytest.raises(NoRole, match="does not trust system:serviceaccount:tools:other"):
        roles.of("tools", "other", arn)
    assert roles.of("tools", "velero", None) is None
    refused = roles.current("tools", "other", arn)
    assert refused is not None and "does not trust" in refused["error"]


def test_an_association_needs_the_trust_of_its_service(sim: Sim) -> None:
    eks = Eks(sim).create()
    arn = _role(sim, POD_IDENTITY)
    _bucket(sim, "mine")
    given = {"clusterName": "lab", "namespace": "tools", "serviceAccount": "velero", "roleArn": arn}
    eks.client.create_pod_identity_association(**given)
    found = Roles(sim.url, "lab").of("tools", "velero", None)
    assert found is not None and _aws(found).bucket_region("mine") == "eu-west-1"
    trust = json.dumps({"Version": "2012-10-17", "Statement": [IRSA]})
    sim.client("iam").update_assume_role_policy(RoleName="velero", PolicyDocument=trust)
    with pytest.raises(NoRole, match="does not trust pods.eks.amazonaws.com"):
        Roles(sim.url, "lab").of("tools", "velero", None)
