"""The TokenReview webhook with tokens made as EKS clients make them."""

import base64
import secrets
from datetime import datetime, timedelta, timezone
from typing import Any

import botocore.auth
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .sim import ACCOUNT, REGION, Sim

KEY = "AKIDWORKERWORKERWORK"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/hubkeeper"
ASSUMED = f"arn:aws:sts::{ACCOUNT}:assumed-role/hubkeeper/worker-1"


@pytest.fixture
def secret(sim: Sim) -> str:
    """The secret of a registered key that has access to cluster lab."""
    made = secrets.token_urlsafe(30)
    _register(sim, made)
    entry = {"arn": ROLE, "username": "hubkeeper:{{SessionName}}", "groups": ["hubkeeper"]}
    sim.admin("POST", "access-entries", {"lab": [entry]})
    return made


def _register(sim: Sim, secret: str | None, **more: Any) -> None:
    caller = {"accessKeyId": KEY, "name": "worker", "arn": ASSUMED, "secretAccessKey": secret, **more}
    sim.admin("POST", "callers", [caller])


def token(
    secret: str, cluster: str = "lab", key: str = KEY, expires: int = 60, action: str = "GetCallerIdentity"
) -> str:
    url = f"https://sts.{REGION}.amazonaws.com/?Action={action}&Version=2011-06-15"
    request = AWSRequest("GET", url, headers={"x-k8s-aws-id": cluster} if cluster else {})
    SigV4QueryAuth(Credentials(key, secret), "sts", REGION, expires=expires).add_auth(request)
    return "k8s-aws-v1." + base64.urlsafe_b64encode(request.url.encode()).decode().rstrip("=")


def review(sim: Sim, token: str, cluster: str = "lab") -> Any:
    body = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": token}}
    answer = sim.admin("POST", f"token-review/{cluster}", body)
    assert (answer["apiVersion"], answer["kind"]) == ("authentication.k8s.io/v1", "TokenReview")
    return answer["status"]


def test_a_valid_token_is_mapped_by_the_access_entry(sim: Sim, secret: str) -> None:
    status = review(sim, token(secret))
    assert status["authenticated"] is True
    assert status["user"]["username"] == "hubkeeper:worker-1"
    assert status["user"]["groups"] == ["hubkeeper"]


def test_without_the_secret_the_signature_is_taken_on_trust(sim: Sim, secret: str) -> None:
    _register(sim, None)
    assert review(sim, token("another"))["authenticated"] is True


def _aged(monkeypatch: pytest.MonkeyPatch, age: timedelta) -> None:
    then = datetime.now(timezone.utc).replace(tzinfo=None) - age
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: then)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"cluster": "other"}, "signature is wrong for cluster lab"),
        ({"cluster": ""}, "x-k8s-aws-id is not signed"),
        ({"key": "AKIDSTRANGERSTRANGER"}, "unknown key"),
        ({"expires": 901}, "not within 900 seconds"),
        ({"action": "AssumeRole"}, "not a GetCallerIdentity request"),
    ],
)
def test_wrong_tokens(sim: Sim, secret: str, change: dict[str, Any], error: str) -> None:
    status = review(sim, token(secret, **change))
    assert status["authenticated"] is False and error in status["error"]


def test_an_old_token(sim: Sim, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _aged(monkeypatch, timedelta(seconds=899))
    assert review(sim, token(secret, expires=60))["authenticated"] is True
    _aged(monkeypatch, timedelta(seconds=901))
    assert review(sim, token(secret, expires=60))["error"] == "the token has expired"


def test_an_expired_key(sim: Sim, secret: str) -> None:
    _register(sim, secret, expired=True)
    assert review(sim, token(secret))["error"] == "the token is signed with an expired key"


def test_a_forged_signature(sim: Sim, secret: str) -> None:
    assert "signature is wrong" in review(sim, token("forged"))["error"]


def test_a_cluster_without_an_entry(sim: Sim, secret: str) -> None:
    status = review(sim, token(secret, cluster="second"), cluster="second")
    assert status["error"] == f"{ROLE} has no access entry in cluster second"


@pytest.mark.parametrize("token", ["", "Bearer x", "k8s-aws-v1.%%%", "k8s-aws-v1.aHR0cDovLw"])
def test_nonsense(sim: Sim, token: str) -> None:
    assert review(sim, token)["authenticated"] is False
