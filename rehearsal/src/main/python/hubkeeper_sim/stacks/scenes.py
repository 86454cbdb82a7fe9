"""Stacks as a scenario finds them."""

from moto.cloudformation.models import cloudformation_backends

from . import engine


def rolled_back(
    account: str, region: str, name: str, template: str, tags: dict[str, str], failed: str, reason: str
) -> dict[str, str]:
    """A stack whose creation failed at a resource and was rolled back."""
    stack = cloudformation_backends[account][region].create_stack(name, template, {}, tags=tags)
    kind = stack.template_dict["Resources"][failed]["Type"]
    engine.note(stack, failed, kind, "", "CREATE_IN_PROGRESS", None)
    engine.note(stack, failed, kind, "", "CREATE_FAILED", reason)
    text = f"The following resource(s) failed to create: [{failed}]. Rollback requested by user."
    engine.enter(stack, "ROLLBACK_IN_PROGRESS", text)
    engine.note(stack, failed, kind, "", "DELETE_COMPLETE", None)
    engine.enter(stack, "ROLLBACK_COMPLETE", None)
    return {"name": name, "status": str(stack.status), "reason": reason}
