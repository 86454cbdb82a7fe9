"""In which order CloudFormation makes a template's resources: each after those that it refers to."""

import re
from typing import Any

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def dependency_order(template: dict[str, Any], conditions: Any) -> list[str]:
    """The resources whose condition holds, each after what it needs."""
    resources = template.get("Resources", {})
    wanted = [name for name, given in resources.items() if _holds(given, conditions)]
    needs = {name: _needs(resources[name], set(wanted)) for name in wanted}
    order: list[str] = []
    while len(order) < len(wanted):
        ready = [name for name in wanted if name not in order and needs[name] <= set(order)]
        if not ready:
            raise ValueError(f"Circular dependency between resources: {sorted(set(wanted) - set(order))}")
        order += ready
    return order


def _holds(given: dict[str, Any], conditions: Any) -> bool:
    condition = given.get("Condition")
    return not condition or bool(conditions[condition])


def _needs(given: Any, known: set[str]) -> set[str]:
    found: set[str] = set()
    if isinstance(given, dict):
        for key, value in given.items():
            if key == "Ref" and isinstance(value, str):
                found.add(value)
            elif key == "Fn::GetAtt":
                found.add(value[0] if isinstance(value, list) else str(value).split(".")[0])
            elif key == "Fn::Sub":
                found |= set(_IN_TEXT.findall(str(value)))
            elif key == "DependsOn":
                found |= {value} if isinstance(value, str) else set(value)
            found |= _needs(value, known)
    elif isinstance(given, list):
        for item in given:
            found |= _needs(item, known)
    return found & known
