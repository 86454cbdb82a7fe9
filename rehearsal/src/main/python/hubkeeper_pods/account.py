"""What a pod gets by its service account: a token of the API server, and an access key of its AWS role."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .api import Access, Api, ApiError, Object
from .roles import ROLE, Roles
from .spec import Missing

#: Finds a ServiceAccount: (namespace, name).
FindAccount = Callable[[str, str], Object | None]

PLACE = "/var/run/secrets/kubernetes.io/serviceaccount"
TOKEN_SECONDS = 24 * 3600


class ServiceAccount:
    """The service account of one pod, asked again in time: tokens expire."""

    def __init__(self, api: Api, access: Access, roles: Roles, find: FindAccount, pod: Object) -> None:
        self._api, self._access, self._roles, self._find_account, self._pod = api, access, roles, find, pod
        self._namespace = pod["metadata"]["namespace"]
        self._name = pod["spec"].get("serviceAccountName", "default")
        self._token, self._token_until = "", 0.0

    def files(self) -> dict[str, bytes]:
        """What is mounted for it; nothing if the pod does not want it."""
        if not self._mounted():
            return {}
        if time.time() > self._token_until:
            self._token, self._token_until = self._new_token(), time.time() + TOKEN_SECONDS / 2
        authority = Path(self._access.ca_file).read_bytes() if self._access.ca_file else b""
        content = {"token": self._token.encode(), "ca.crt": authority, "namespace": self._namespace.encode()}
        return {f"{PLACE}/{name}": data for name, data in content.items()}

    def kubernetes(self, root: Path) -> dict[str, str] | None:
        """Where the API server is, and the files with which the pod enters it."""
        if not self._mounted():
            return None
        place = root / PLACE.lstrip("/")
        return {"endpoint": self._access.endpoint, "caFile": f"{place}/ca.crt", "tokenFile": f"{place}/token"}

    def aws(self) -> dict[str, Any] | None:
        """Endpoint, region and key of its role; or why it cannot have it; None without a role."""
        account = self._find_account(self._namespace, self._name) or {"metadata": {}}
        role = (account["metadata"].get("annotations") or {}).get(ROLE)
        return self._roles.current(self._namespace, self._name, role)

    def _mounted(self) -> bool:
        return bool(self._pod["spec"].get("automountServiceAccountToken", True))

    def _new_token(self) -> str:
        metadata = self._pod["metadata"]
        bound = {"apiVersion": "v1", "kind": "Pod", "name": metadata["name"], "uid": metadata["uid"]}
        request = {
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "TokenRequest",
            "spec": {"expirationSeconds": TOKEN_SECONDS, "boundObjectRef": bound},
        }
        path = f"/api/v1/namespaces/{self._namespace}/serviceaccounts/{self._name}/token"
        try:
            return str(self._api.create(path, request)["status"]["token"])
        except ApiError as error:
            raise Missing("ContainerCreating", f"no token for serviceaccount {self._name}: {error}") from error
