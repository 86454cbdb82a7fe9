"""The TokenReview webhook of a cluster: tokens are pre-signed GetCallerIdentity requests, as on EKS."""

import base64
import re
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .callers import Caller, Callers
from .eks.access import groups_of, principal_of
from .eks.shared import part_of
from .kubernetes import KubernetesClusters

_PREFIX = "k8s-aws-v1."
_HEADER = "x-k8s-aws-id"
_MAX_SECONDS = 900
_ASSUMED_ROLE = re.compile(r"arn:(aws[\w-]*):sts::(\d{12}):assumed-role/([^/]+)/(.+)")


class Refused(Exception):
    """Why a token is not accepted."""


class TokenReviews:
    """Reviews tokens by the registered callers and each cluster's access entries: those given here, then EKS's own."""

    def __init__(self, callers: Callers, clusters: KubernetesClusters) -> None:
        self._callers = callers
        self._clusters = clusters
        self._entries: dict[str, dict[str, dict[str, Any]]] = {}

    def set_entries(self, given: dict[str, list[dict[str, Any]]]) -> None:
        """Replaces the access entries of the named clusters."""
        for cluster, entries in given.items():
            self._entries[cluster] = {entry["arn"]: entry for entry in entries}

    def clear(self) -> None:
        """Forgets all access entries."""
        self._entries.clear()

    def review(self, cluster: str, review: dict[str, Any]) -> dict[str, Any]:
        """Answers a TokenReview."""
        try:
            caller = self._authenticate(cluster, str(review.get("spec", {}).get("token", "")))
            status: dict[str, Any] = {"authenticated": True, "user": self._user(cluster, caller)}
        except Refused as refused:
            status = {"authenticated": False, "error": str(refused)}
        return {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": status}

    def _authenticate(self, cluster: str, token: str) -> Caller:
        if cluster in self._clusters.gone:
            raise Refused(f"there is no cluster {cluster} any more")
        url = _presigned_url(token)
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if query.get("Action") != "GetCallerIdentity":
            raise Refused("the token is not a GetCallerIdentity request")
        if _HEADER not in query.get("X-Amz-SignedHeaders", "").split(";"):
            raise Refused(f"the token's {_HEADER} is not signed")
        _check_age(query)
        key = query.get("X-Amz-Credential", "").split("/")[0]
        caller = self._callers.by_key(key)
        if caller is None:
            raise Refused("the token is signed with an unknown key")
        if caller.expired:
            raise Refused("the token is signed with an expired key")
        if caller.secret is not None and not _signed_for(url, query, cluster, caller.secret):
            raise Refused(f"the token's signature is wrong for cluster {cluster}")
        return caller

    def _user(self, cluster: str, caller: Caller) -> dict[str, Any]:
        arn, session = _canonical(caller.arn)
        given = self._entries.get(cluster, {})
        entry = given.get(arn) or given.get(caller.arn) or _eks_entry(cluster, caller, arn)
        if entry is None:
            raise Refused(f"{arn} has no access entry in cluster {cluster}")
        username = entry.get("username") or caller.arn
        username = username.replace("{{SessionName}}", session).replace("{{AccountID}}", caller.account)
        username = username.replace("{{SessionNameRaw}}", session)
        return {
            "username": username,
            "uid": f"aws-iam-authenticator:{caller.account}:{caller.access_key}",
            "groups": list(entry.get("groups", [])),
            "extra": {"arn": [caller.arn], "canonicalArn": [arn], "sessionName": [session]},
        }


def _eks_entry(cluster: str, caller: Caller, arn: str) -> dict[str, Any] | None:
    from moto.eks.models import eks_backends

    for backend in list(eks_backends[caller.account].values()):
        if cluster in backend.clusters:
            entries = part_of(backend.clusters[cluster], "access_entries")
            entry = entries.get(arn) or entries.get(principal_of(caller.arn))
            if entry is not None:
                return {"username": entry["username"], "groups": groups_of(entry)}
    return None


def _presigned_url(token: str) -> str:
    if not token.startswith(_PREFIX):
        raise Refused(f"the token does not start with {_PREFIX}")
    encoded = token.removeprefix(_PREFIX).rstrip("=")
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as malformed:
        raise Refused("the token is not base64url") from malformed


def _check_age(query: dict[str, str]) -> None:
    try:
        made = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        lifetime = int(query["X-Amz-Expires"])
    except (KeyError, ValueError) as malformed:
        raise Refused("the token has no valid X-Amz-Date and X-Amz-Expires") from malformed
    if not 0 < lifetime <= _MAX_SECONDS:
        raise Refused(f"X-Amz-Expires is not within {_MAX_SECONDS} seconds")
    now = datetime.now(timezone.utc)
    # aws-iam-authenticator counts 15 minutes from the date, whatever lifetime the request names.
    if now > made + timedelta(seconds=_MAX_SECONDS):
        raise Refused("the token has expired")
    if made > now + timedelta(minutes=5):
        raise Refused("the token is from the future")


def _signed_for(url: str, query: dict[str, str], cluster: str, secret: str) -> bool:
    parts = urlsplit(url)
    _, _, region, service, _ = query["X-Amz-Credential"].split("/")
    unsigned = "&".join(pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature="))
    request = AWSRequest("GET", f"{parts.scheme}://{parts.netloc}{parts.path or '/'}?{unsigned}")
    request.headers[_HEADER] = cluster
    request.context["timestamp"] = query["X-Amz-Date"]
    auth = SigV4QueryAuth(Credentials("", secret), service, region)
    canonical = auth.canonical_request(request)
    scope_key = query["X-Amz-Credential"].split("/")[0]
    auth.credentials = Credentials(scope_key, secret)
    return auth.signature(auth.string_to_sign(request, canonical), request) == query.get("X-Amz-Signature")


def _canonical(arn: str) -> tuple[str, str]:
    match = _ASSUMED_ROLE.fullmatch(arn)
    if not match:
        return arn, arn.rpartition("/")[2]
    partition, account, role, session = match.groups()
    return f"arn:{partition}:iam::{account}:role/{role}", session
