"""IAM policy documents: read strictly, evaluated as AWS does for one identity policy."""

from dataclasses import dataclass, field
from typing import Any

from .conditions import Context, as_list, check_conditions, conditions_hold, matches

_KEYS = {"Sid", "Effect", "Action", "Resource", "Condition"}


@dataclass
class Statement:
    """One statement of a policy."""

    effect: str
    actions: list[str]
    resources: list[str]
    conditions: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def parse(given: dict[str, Any]) -> "Statement":
        """Reads a statement; whatever is not evaluated here is a ValueError."""
        unsupported = sorted(set(given) - _KEYS)
        if unsupported:
            raise ValueError(f"unsupported policy elements {unsupported}")
        missing = [key for key in ("Effect", "Action", "Resource") if key not in given]
        if missing:
            raise ValueError(f"policy statement without {missing}")
        if given["Effect"] not in ("Allow", "Deny"):
            raise ValueError(f"unknown effect {given['Effect']!r}")
        actions = [str(action) for action in as_list(given["Action"])]
        if any(action != "*" and ":" not in action for action in actions):
            raise ValueError(f"malformed actions {actions}")
        resources = [str(resource) for resource in as_list(given["Resource"])]
        if any("${" in resource for resource in resources):
            raise ValueError(f"unsupported policy variable in {resources}")
        check_conditions(given.get("Condition", {}))
        return Statement(given["Effect"], actions, resources, given.get("Condition", {}))

    def applies(self, action: str, resource: str, context: Context) -> bool:
        """Whether the statement speaks of this action on this resource in this context."""
        return (
            any(matches(pattern, action, ignore_case=True) for pattern in self.actions)
            and any(matches(pattern, resource) for pattern in self.resources)
            and conditions_hold(self.conditions, context)
        )


class Policy:
    """An identity policy."""

    def __init__(self, document: dict[str, Any]) -> None:
        unsupported = sorted(set(document) - {"Version", "Id", "Statement"})
        if unsupported:
            raise ValueError(f"unsupported policy elements {unsupported}")
        if "Statement" not in document:
            raise ValueError("policy without Statement")
        self._statements = [Statement.parse(given) for given in as_list(document["Statement"])]

    def verdict(self, action: str, resource: str, context: Context) -> str:
        """'allow', or AWS's words for the reason of a denial."""
        applying = [s.effect for s in self._statements if s.applies(action, resource, context)]
        if "Deny" in applying:
            return f"with an explicit deny in an identity-based policy: {action}"
        if "Allow" in applying:
            return "allow"
        return f"because no identity-based policy allows the {action} action"
