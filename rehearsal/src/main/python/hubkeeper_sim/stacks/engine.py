"""The life of a stack: resource by resource, with an event for each step; what fails rolls back."""

from functools import partial
from typing import Any

from moto.cloudformation.models import Event
from moto.cloudformation.parsing import OutputMap, resource_class_from_type
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ec2.models.core import TaggedEC2Resource
from moto.iam.models import iam_backends

from ..clock import TIMELINE
from ..failures import FAILURES
from .order import dependency_order
from .permissions import Denied, demand_creation, demand_removal
from .removal import remove

#: How often a deletion that AWS refuses is tried before the stack gives up: ten minutes.
PATIENCE = 120
_DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
_ENDED = ("_COMPLETE", "_FAILED")


def begin(stack: Any) -> None:
    """Schedules the creation of all resources."""
    stack.status = "CREATE_IN_PROGRESS"
    stack.resource_map.tags.update(
        {"aws:cloudformation:stack-name": stack.name, "aws:cloudformation:stack-id": stack.stack_id}
    )
    order = dependency_order(stack.template_dict, stack.resource_map.lazy_condition_map)
    for place, logical in enumerate(order):
        TIMELINE.after("stack-resource", partial(_create, stack, logical), place + 1)
    TIMELINE.after("stack-resource", partial(_created, stack), len(order) + 1)


def _create(stack: Any, logical: str) -> None:
    if stack.status != "CREATE_IN_PROGRESS":
        return
    kind = stack.template_dict["Resources"][logical]["Type"]
    note(stack, logical, kind, "", "CREATE_IN_PROGRESS", None)
    try:
        resource = _made(stack, logical, kind)
    except Exception as failure:  # noqa: BLE001 - whatever AWS or moto says is the reason that people see
        note(stack, logical, kind, "", "CREATE_FAILED", reason_of(failure))
        _failed(stack, f"The following resource(s) failed to create: [{logical}]. ")
        return
    note(stack, logical, kind, str(getattr(resource, "physical_resource_id", logical)), "CREATE_COMPLETE", None)


def _made(stack: Any, logical: str, kind: str) -> Any:
    planned = FAILURES.take("stack", name=stack.name, resource=logical)
    if planned:
        raise RuntimeError(planned["reason"])
    if resource_class_from_type(kind) is None and not kind.startswith("AWS::EC2::SecurityGroup"):
        raise RuntimeError(f"Resource type {kind} is not known to the simulated AWS")
    properties = stack.template_dict["Resources"][logical].get("Properties") or {}
    demand_creation(stack, kind, _resolved(stack, properties), f"{stack.name}-{logical}-*")
    resource, given = stack.resource_map[logical], _resolved(stack, properties)
    if isinstance(resource, TaggedEC2Resource):
        tags = {**stack.resource_map.tags, "aws:cloudformation:logical-id": logical}
        tags |= {tag["Key"]: tag["Value"] for tag in given.get("Tags") or []}
        identity = getattr(resource, "allocation_id", None) or resource.physical_resource_id
        ec2_backends[stack.account_id][stack.region_name].create_tags([identity], tags)
    if kind == "AWS::IAM::Role":
        _finish_role(stack, resource, given)
    return resource


def _resolved(stack: Any, properties: dict[str, Any]) -> dict[str, Any]:
    from moto.cloudformation.parsing import clean_json

    resolved: dict[str, Any] = clean_json(properties, stack.resource_map)
    return resolved


def _finish_role(stack: Any, role: Any, properties: dict[str, Any]) -> None:
    iam = iam_backends[stack.account_id]["aws"]
    for arn in properties.get("ManagedPolicyArns") or []:
        iam.attach_role_policy(arn, role.name)
    tags = [{"Key": key, "Value": value} for key, value in stack.tags.items()]
    if tags:
        iam.tag_role(role.name, tags)


def _created(stack: Any) -> None:
    if stack.status == "CREATE_IN_PROGRESS":
        stack.output_map = OutputMap(stack.resource_map, stack.template_dict, stack.stack_id)
        stack.status = "CREATE_COMPLETE"
        stack._add_stack_event("CREATE_COMPLETE")


def _failed(stack: Any, text: str) -> None:
    choice = getattr(stack, "on_failure", "ROLLBACK")
    if choice == "DO_NOTHING":
        enter(stack, "CREATE_FAILED", text)
        return
    enter(stack, "ROLLBACK_IN_PROGRESS", text + "Rollback requested by user.")
    _remove_all(stack, "ROLLBACK")


def cancel_and_delete(stack: Any) -> None:
    """Starts the deletion of a stack."""
    enter(stack, "DELETE_IN_PROGRESS", "User Initiated")
    _remove_all(stack, "DELETE")


def _remove_all(stack: Any, goal: str) -> None:
    order = dependency_order(stack.template_dict, stack.resource_map.lazy_condition_map)
    made = [logical for logical in reversed(order) if is_made(stack, logical)]
    stack.refused = 0
    TIMELINE.after("stack-resource", partial(_remove_next, stack, made, goal))


def is_made(stack: Any, logical: str) -> bool:
    """Whether a stack has this resource."""
    return stack.resource_map._parsed_resources.get(logical) is not None


def _remove_next(stack: Any, left: list[str], goal: str) -> None:
    if stack.status != f"{goal}_IN_PROGRESS":
        return
    if not left:
        enter(stack, f"{goal}_COMPLETE", None)
        gone = getattr(stack, "on_gone", None)
        if goal == "DELETE" and gone:
            gone()
        return
    template = stack.template_dict["Resources"][left[0]]
    try:
        done = template.get("DeletionPolicy") == "Retain" or _removed(stack, left[0], template)
    except Exception as failure:  # noqa: BLE001 - a refusal is tried again until patience ends
        stack.refused += 1
        if stack.refused > PATIENCE or isinstance(failure, Denied):
            note(stack, left[0], template["Type"], "", "DELETE_FAILED", reason_of(failure))
            enter(stack, f"{goal}_FAILED", f"The following resource(s) failed to delete: [{left[0]}]. ")
            return
        done = False
    TIMELINE.after("stack-resource", partial(_remove_next, stack, left[1:] if done else left, goal))


def _removed(stack: Any, logical: str, template: dict[str, Any]) -> bool:
    resource = stack.resource_map._parsed_resources[logical]
    identity = str(getattr(resource, "physical_resource_id", logical))
    if stack.resource_states.get(logical, {}).get("status") != "DELETE_IN_PROGRESS":
        note(stack, logical, template["Type"], identity, "DELETE_IN_PROGRESS", None)
        demand_removal(stack, template["Type"], resource)
    if not remove(stack, resource, template):
        return False
    stack.resource_map._parsed_resources.pop(logical, None)
    note(stack, logical, template["Type"], identity, "DELETE_COMPLETE", None)
    stack.refused = 0
    return True


def enter(stack: Any, status: str, reason: str | None) -> None:
    """Lets a stack change its state."""
    stack.status, stack.stack_status_reason = status, reason
    stack._add_stack_event(status, resource_status_reason=reason)
    stack.events[-1].client_request_token = getattr(stack, "request_token", None)


def note(stack: Any, logical: str, kind: str, identity: str, status: str, reason: str | None) -> None:
    """Adds an event of a resource, and remembers how it is."""
    event = Event(stack.stack_id, stack.name, logical, identity, kind, status, reason, None)
    event.client_request_token = getattr(stack, "request_token", None)
    stack.events.append(event)
    before = stack.resource_states.get(logical, {})
    stack.resource_states[logical] = {
        "status": status,
        "reason": reason,
        "time": utcnow(),
        "kind": kind,
        "identity": identity or before.get("identity", ""),
    }


def reason_of(failure: Exception) -> str:
    """What AWS says in an event about a failure."""
    text = str(getattr(failure, "message", None) or getattr(failure, "description", None) or failure)
    if isinstance(failure, Denied):
        return f'Resource handler returned message: "{text}" (HandlerErrorCode: AccessDenied)'
    code = getattr(failure, "error_type", None) or getattr(failure, "code", None)
    if not code:
        return text
    handler = "ServiceLimitExceeded" if "LimitExceeded" in str(code) else "InvalidRequest"
    return f'Resource handler returned message: "{text} ({code})" (HandlerErrorCode: {handler})'


def has_outputs(stack: Any) -> bool:
    """Whether a stack has got so far as to have outputs."""
    return stack.status in _DONE


def is_busy(stack: Any) -> bool:
    """Whether something is being done to a stack."""
    return not stack.status.endswith(_ENDED)
