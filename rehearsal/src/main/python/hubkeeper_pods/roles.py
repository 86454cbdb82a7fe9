"""The AWS role of a pod: by Pod Identity or by IRSA, with the permissions that the role has and no others."""

import hashlib
import http.client
import json
import logging
import threading
import time
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from .aws import Aws, AwsError, admin

LOG = logging.getLogger(__name__)

#: Annotation of a service account whose role it takes by IRSA.
ROLE = "eks.amazonaws.com/role-arn"
REFRESH_SECONDS = 5.0

#: namespace, service account, annotated role
_Asked = tuple[str, str, str | None]
_IAM = ("iam", "2010-05-08")


class NoRole(Exception):
    """Why a pod that shall have a role gets none."""


class Roles:
    """Gives pods of one cluster access keys of their roles, and asks again in time: roles change."""

    def __init__(self, simulator: str, cluster: str) -> None:
        self._simulator, self._cluster = simulator, cluster
        self._known: dict[_Asked, dict[str, str] | None] = {}
        self._lock = threading.Lock()

    def start(self) -> "Roles":
        """Keeps what is known fresh, aside, for each question takes AWS's time."""
        threading.Thread(target=self._refresh, name=f"roles of {self._cluster}", daemon=True).start()
        return self

    def current(self, namespace: str, account: str, role: str | None) -> dict[str, str] | None:
        """As of(), at most some seconds old; why there is none under the key "error"."""
        asked = (namespace, account, role)
        with self._lock:
            known = asked in self._known
        if not known:
            self._ask(asked)
        return self._known[asked]

    def _refresh(self) -> None:
        while True:
            time.sleep(REFRESH_SECONDS)
            for asked in list(self._known):
                self._ask(asked)

    def _ask(self, asked: _Asked) -> None:
        try:
            answer = self.of(*asked)
        except (NoRole, AwsError, OSError, http.client.HTTPException) as refused:
            answer = {"error": str(refused)}
        with self._lock:
            if answer != self._known.get(asked) and answer and "error" in answer:
                LOG.info("%s/%s has no role: %s", asked[0], asked[1], answer["error"])
            self._known[asked] = answer

    def of(self, namespace: str, account: str, role: str | None) -> dict[str, str] | None:
        """Endpoint, region and key of a service account's role, which its annotation names or an association.

        None if it has no role; NoRole if it cannot have it.
        """
        where = self._where()
        if where is None:
            return None
        agent = Aws(self._simulator, where["region"], self._agent(where["account"]))
        service = None
        if role is None:
            role = self._associated(agent, namespace, account)
            service = "pods.eks.amazonaws.com"
        if role is None:
            return None
        self._check_trust(agent, role, service, f"system:serviceaccount:{namespace}:{account}")
        key = self._admit(agent, role, namespace, account)
        return {"endpoint": self._simulator, "region": where["region"], "key": key, "role": role}

    def _where(self) -> dict[str, str] | None:
        clusters = admin(self._simulator, "GET", "state")["clusters"]
        return next((one for one in clusters if one["name"] == self._cluster), None)

    def _agent(self, account: str) -> str:
        """The key of what hands out roles on the nodes; nothing limits it, for it stands for AWS itself."""
        key = f"AKIDAGENT{account}"
        arn = f"arn:aws:iam::{account}:role/eks-pod-identity-agent"
        admin(self._simulator, "POST", "callers", [{"accessKeyId": key, "name": "pod-identity-agent", "arn": arn}])
        return key

    def _associated(self, agent: Aws, namespace: str, account: str) -> str | None:
        path = f"/clusters/{self._cluster}/pod-identity-associations"
        found = agent.json("eks", "GET", path, namespace=namespace, serviceAccount=account)["associations"]
        if not found:
            return None
        one = agent.json("eks", "GET", f"{path}/{found[0]['associationId']}")
        return str(one["association"]["roleArn"])

    def _check_trust(self, agent: Aws, role: str, service: str | None, subject: str) -> None:
        try:
            answer = agent.query(*_IAM, "GetRole", RoleName=_name(role))
        except AwsError as error:
            raise NoRole(f"role {role}: {error}") from error
        document = json.loads(unquote(answer.findtext(".//AssumeRolePolicyDocument") or "{}"))
        if not any(_trusts(statement, service, subject) for statement in _list(document.get("Statement"))):
            raise NoRole(f"role {role} does not trust {service or subject}")

    def _admit(self, agent: Aws, role: str, namespace: str, account: str) -> str:
        statements = [one for document in self._policies(agent, role) for one in _list(document["Statement"])]
        text = f"{self._cluster}/{namespace}/{account}/{role}"
        key = "ASIA" + hashlib.sha256(text.encode()).hexdigest()[:16].upper()
        owner = role.split(":")[4]
        caller: dict[str, Any] = {
            "accessKeyId": key,
            "name": f"{namespace}/{account}",
            "arn": f"arn:aws:sts::{owner}:assumed-role/{_name(role)}/{account}",
            "policy": {"Version": "2012-10-17", "Statement": statements},
        }
        try:
            admin(self._simulator, "POST", "callers", [caller])
        except AwsError as error:
            raise NoRole(f"policies of role {role}: {error}") from error
        return key

    def _policies(self, agent: Aws, role: str) -> list[dict[str, Any]]:
        name = _name(role)
        documents = []
        for one in agent.query(*_IAM, "ListRolePolicies", RoleName=name).findall(".//PolicyNames/member"):
            answer = agent.query(*_IAM, "GetRolePolicy", RoleName=name, PolicyName=one.text or "")
            documents.append(answer.findtext(".//PolicyDocument") or "{}")
        for one in agent.query(*_IAM, "ListAttachedRolePolicies", RoleName=name).findall(".//PolicyArn"):
            arn = one.text or ""
            version = agent.query(*_IAM, "GetPolicy", PolicyArn=arn).findtext(".//DefaultVersionId") or "v1"
            answer = agent.query(*_IAM, "GetPolicyVersion", PolicyArn=arn, VersionId=version)
            documents.append(answer.findtext(".//Document") or "{}")
        return [json.loads(unquote(document)) for document in documents]


def _trusts(statement: dict[str, Any], service: str | None, subject: str) -> bool:
    principal = statement.get("Principal", {})
    if statement.get("Effect") != "Allow" or not isinstance(principal, dict):
        return False
    if service is not None:
        return service in _list(principal.get("Service")) and "sts:AssumeRole" in _list(statement.get("Action"))
    if "Federated" not in principal or "sts:AssumeRoleWithWebIdentity" not in _list(statement.get("Action")):
        return False
    patterns = [
        str(value)
        for condition in statement.get("Condition", {}).values()
        for key, values in condition.items()
        if key.endswith(":sub")
        for value in _list(values)
    ]
    return any(fnmatchcase(subject, pattern) for pattern in patterns)


def _name(role: str) -> str:
    return role.rpartition("/")[2]


def _list(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list) else [given]
