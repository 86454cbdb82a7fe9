"""Reads an HTTP request as an AWS call: service, operation, parameters, caller's key, session."""

import io
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, unquote

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model

Environ = dict[str, Any]

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request")
_READ_PREFIXES = ("Describe", "List", "Get", "Head", "BatchGet", "Lookup", "Search", "Select", "Query", "Scan")
_SESSION = re.compile(r"\b(?:app|session)/([\w.+=,@-]+)")
_SECRET = re.compile(r"secret|password|credential|^value$|^(session|auth|webidentity)token$|^token", re.IGNORECASE)
_UNSIGNED_STS = ("AssumeRoleWithWebIdentity", "AssumeRoleWithSAML")

CBOR = "smithy-rpc-v2-cbor"

#: Signing name to the name under which botocore keeps the service's model.
MODEL_NAMES = {
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "servicequotas": "service-quotas",
    "states": "stepfunctions",
    "email": "sesv2",
    "tagging": "resourcegroupstaggingapi",
}


@dataclass
class Call:
    """One AWS API request."""

    environ: Environ
    body: bytes
    service: str
    region: str
    access_key: str
    operation: str
    model_name: str
    protocol: str
    uri_params: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def params(self) -> dict[str, Any]:
        """The parameters by their documented names; empty if the operation is not modelled."""
        try:
            return self._parse()
        except Exception:  # a request that does not fit the model is for the service to refuse
            return {}

    @property
    def dry_run(self) -> bool:
        """Whether only the permission is asked for."""
        return bool(self.params.get("DryRun"))

    @property
    def reads(self) -> bool:
        """Whether the operation only reads, judged by its name."""
        return self.operation.startswith(_READ_PREFIXES)

    @property
    def mutating(self) -> bool:
        """Whether the request may change something."""
        return not self.reads and not self.dry_run

    @property
    def session(self) -> str | None:
        """The session or application named in the user agent."""
        match = _SESSION.search(self.environ.get("HTTP_USER_AGENT", ""))
        return match.group(1) if match else None

    def fresh_environ(self) -> Environ:
        """The request's environment with its body unread."""
        environ = dict(self.environ)
        environ["wsgi.input"] = io.BytesIO(self.body)
        environ["CONTENT_LENGTH"] = str(len(self.body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return environ

    def operation_model(self) -> Any:
        """botocore's model of the operation; fails if there is none."""
        return get_service_model(self.model_name).operation_model(self.operation)

    def _parse(self) -> dict[str, Any]:
        model = self.operation_model()
        request = Request(self.fresh_environ())
        protocol = determine_request_protocol(get_service_model(self.model_name), request.content_type)
        parsed = PROTOCOL_PARSERS[protocol](model, map_type=dict).parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.data,
                "url_path": request.path,
                "url_params": self.uri_params,
            }
        )
        return {**parsed, **self.uri_params}


def read_call(environ: Environ) -> Call | None:
    """The AWS call in a request, or None if it is none."""
    body = _read_body(environ)
    form = _form(environ, body)
    scope = _credential_scope(environ, form)
    if scope is None:
        return None
    access_key, region, service = scope
    model_name = _model_name(service, form)
    call = Call(environ, body, service, region, access_key, "", model_name, _protocol(model_name, environ))
    call.operation, call.uri_params = _operation(call, form)
    return call


def _read_body(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH")
    if length:
        return environ["wsgi.input"].read(int(length))
    return environ["wsgi.input"].read() if environ.get("wsgi.input_terminated") else b""


def _form(environ: Environ, body: bytes) -> dict[str, str]:
    query = environ.get("QUERY_STRING", "")
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        # the first values suffice, and the whole form of a thousand tags would be slow to read
        query = f"{query}&{body[:600].decode('utf-8', 'replace')}"
    return {name: values[0] for name, values in parse_qs(query).items()}


def _credential_scope(environ: Environ, form: dict[str, str]) -> tuple[str, str, str] | None:
    credential = environ.get("HTTP_AUTHORIZATION", "")
    if "X-Amz-Credential" in form:
        credential = "Credential=" + unquote(form["X-Amz-Credential"])
    match = _CREDENTIAL.search(credential)
    if match:
        return match.group(1), match.group(3), match.group(4).lower()
    if form.get("Action") in _UNSIGNED_STS:
        return "", "us-east-1", "sts"
    return None


def _model_name(service: str, form: dict[str, str]) -> str:
    if service == "elasticloadbalancing" and form.get("Version") == "2012-06-01":
        return "elb"
    return MODEL_NAMES.get(service, service)


def _protocol(model_name: str, environ: Environ) -> str:
    """Some services speak several; the request tells which."""
    try:
        model = get_service_model(model_name)
        protocol = str(model.protocol)
        if protocol == CBOR:
            protocol = str(determine_request_protocol(model, environ.get("CONTENT_TYPE")))
    except Exception:  # a service that botocore does not know: AWS's most common protocol
        return "query"
    return "s3" if model_name == "s3" else protocol


def _operation(call: Call, form: dict[str, str]) -> tuple[str, dict[str, Any]]:
    if "Action" in form:
        return form["Action"], {}
    target = call.environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.split(".")[-1], {}
    try:
        model, params = get_service_router(call.model_name).match(Request(_routed(call)))
        read = unquote if call.service == "eks" else str
        return str(model.name), {name: read(str(value)) for name, value in params.items()}
    except Exception:  # an unknown path: the service answers, the log shows the path
        return f"{call.environ['REQUEST_METHOD']} {call.environ['PATH_INFO']}", {}


def _routed(call: Call) -> Environ:
    """ARNs within EKS's paths have encoded slashes, which WSGI has decoded: the router must not see them."""
    environ = call.fresh_environ()
    raw = str(environ.get("RAW_URI", "")).split("?")[0]
    if call.service == "eks" and "%2f" in raw.lower():
        kept = re.sub("%2f", "%252F", raw, flags=re.IGNORECASE)
        environ["PATH_INFO"] = unquote(kept)
    return environ


def small_params(call: Call) -> dict[str, Any]:
    """The parameters that the log keeps: filters and short scalars, but nothing that may be a secret."""
    kept: dict[str, Any] = {}
    for name, value in call.params.items():
        if _SECRET.search(name):
            kept[name] = "(not logged)"
        elif isinstance(value, (str, int, float, bool)) and len(str(value)) <= 200:
            kept[name] = value
        elif name == "Filters":
            kept[name] = json.loads(json.dumps(value, default=str))[:20]
    return kept
