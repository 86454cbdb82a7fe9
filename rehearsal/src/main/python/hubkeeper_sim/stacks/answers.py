"""CloudFormation's operations on stacks that take their time."""

from typing import Any

from moto.cloudformation.exceptions import AlreadyExistsException, CloudFormationError, ValidationError
from moto.cloudformation.models import CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from ..callers import CURRENT
from . import engine

_NAMED = ("RoleName", "UserName", "GroupName", "InstanceProfileName", "ManagedPolicyName")

_stock_init = Stack.__init__
_stock_outputs = Stack.outputs.fget
_stock_exports = Stack.exports.fget
_stock_create = CloudFormationResponse.create_stack
_stock_update = CloudFormationResponse.update_stack
_stock_register = CloudFormationBackend.create_stack


class InsufficientCapabilities(CloudFormationError):
    """The template makes IAM resources, which the request does not acknowledge."""

    code = "InsufficientCapabilitiesException"


def _init(self: Any, *args: Any, **kwargs: Any) -> None:
    self.resource_states = {}
    self.stack_status_reason = None
    self.status = "CREATE_PENDING"
    _stock_init(self, *args, **kwargs)


def _outputs(self: Any) -> Any:
    return _stock_outputs(self) if engine.has_outputs(self) else None


def _exports(self: Any) -> Any:
    return _stock_exports(self) if engine.has_outputs(self) else []


def _resources(self: Any) -> list[Any]:
    return [self.resource_map[name] for name in self.resource_map.resources if engine.is_made(self, name)]


def _create_stack(self: Any) -> ActionResult:
    """A name is taken, unless by the same request before; IAM resources have to be acknowledged."""
    name, token = self._get_param("StackName"), self._get_param("ClientRequestToken")
    known = next((one for one in self.cloudformation_backend.stacks.values() if one.name == name), None)
    if known is not None:
        if token and getattr(known, "creation_token", None) == token:
            return ActionResult({"StackId": known.stack_id})
        raise AlreadyExistsException(f"Stack [{name}] already exists")
    body = self._get_param("TemplateBody")
    if body:
        _check_capabilities(Stack.parse_template(body), self._get_param("Capabilities", []))
    CURRENT.request = {
        "creation_token": token,
        "on_failure": "DO_NOTHING" if self._get_bool_param("DisableRollback") else self._get_param("OnFailure"),
    }
    try:
        return _stock_create(self)
    finally:
        CURRENT.request = {}


def _check_capabilities(template: dict[str, Any], given: list[str]) -> None:
    iam = [one for one in template.get("Resources", {}).values() if str(one.get("Type")).startswith("AWS::IAM::")]
    named = any(key in (one.get("Properties") or {}) for one in iam for key in _NAMED)
    needed = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
    if iam and needed not in given and "CAPABILITY_NAMED_IAM" not in given:
        raise InsufficientCapabilities(f"Requires capabilities : [{needed}]")


def _begin(self: Any) -> None:
    request = getattr(CURRENT, "request", {})
    self.caller = getattr(CURRENT, "caller", None)
    self.creation_token = self.request_token = request.get("creation_token")
    self.on_failure = request.get("on_failure") or "ROLLBACK"
    engine.begin(self)


def _update_stack(self: Any) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    if engine.is_busy(stack) or stack.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"):
        text = f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
        raise ValidationError(stack.stack_id, message=text)
    body = self._get_param("TemplateBody")
    if body and not self._get_param("Parameters", []) and stack.has_template(body):
        raise ValidationError(stack.name, message="No updates are to be performed.")
    return _stock_update(self)


def _update_protection(self: Any) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(_stack_name(self))
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


def _delete_stack(self: Any, name_or_stack_id: str) -> None:
    for stack in list(self.stacks.values()):
        if name_or_stack_id not in (stack.name, stack.stack_id) or stack.status == "DELETE_IN_PROGRESS":
            continue
        if stack.enable_termination_protection:
            text = f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            raise ValidationError(stack.name, message=text)
        stack.caller = getattr(CURRENT, "caller", None)
        stack.request_token = getattr(CURRENT, "token", None)
        stack.on_gone = lambda stack=stack: _gone(self, stack)
        engine.cancel_and_delete(stack)


def _gone(backend: Any, stack: Any) -> None:
    if backend.stacks.pop(stack.stack_id, None) is not None:
        stack.deletion_time = engine.utcnow()
        backend.deleted_stacks[stack.stack_id] = stack


def _shown(stack: Any, logical: str) -> dict[str, Any]:
    state = stack.resource_states[logical]
    return {
        "StackId": stack.stack_id,
        "StackName": stack.name,
        "LogicalResourceId": logical,
        "PhysicalResourceId": state["identity"],
        "ResourceType": state["kind"],
        "ResourceStatus": state["status"],
        "ResourceStatusReason": state["reason"],
        "Timestamp": state["time"],
        "LastUpdatedTimestamp": state["time"],
    }


def _describe_resources(self: Any) -> ActionResult:
    stack, wanted = self.cloudformation_backend.get_stack(_stack_name(self)), self._get_param("LogicalResourceId")
    shown = [_shown(stack, name) for name in stack.resource_states if wanted in (None, name)]
    return ActionResult({"StackResources": shown})


def _stack_name(response: Any) -> str:
    return str(response._get_param("StackName"))


def _list_resources(self: Any) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(_stack_name(self))
    return ActionResult({"StackResourceSummaries": [_shown(stack, name) for name in stack.resource_states]})


Stack.__init__ = _init
Stack.outputs = property(_outputs)
Stack.exports = property(_exports)
Stack.stack_resources = property(_resources)
Stack.create_resources = _begin
CloudFormationBackend.delete_stack = _delete_stack
CloudFormationResponse.create_stack = _create_stack
CloudFormationResponse.update_stack = _update_stack
CloudFormationResponse.update_termination_protection = _update_protection
CloudFormationResponse.describe_stack_resources = _describe_resources
CloudFormationResponse.list_stack_resources = _list_resources
