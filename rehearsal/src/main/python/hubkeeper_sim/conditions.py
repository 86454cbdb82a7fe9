"""Conditions of IAM policies: what is understood is evaluated, everything else refused."""

import re
from typing import Any

Context = dict[str, list[str]]

_OPERATORS = (
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "ArnEquals",
    "ArnLike",
    "Null",
)
_QUALIFIERS = ("ForAnyValue", "ForAllValues")
_KEYS = (
    "aws:tagkeys",
    "ec2:createaction",
    "aws:requestedregion",
    "iam:passedtoservice",
    "iam:policyarn",
    "iam:awsservicename",
    "eks:principalarn",
    "eks:policyarn",
    "eks:accessscope",
    "eks:clustername",
)
_KEY_PREFIXES = (
    "aws:requesttag/",
    "aws:resourcetag/",
    "autoscaling:resourcetag/",
    "ec2:resourcetag/",
    "iam:resourcetag/",
)


def check_conditions(conditions: dict[str, Any]) -> None:
    """Fails with a ValueError on an operator or key that is not evaluated here."""
    for operator, tests in conditions.items():
        qualifier, name, _ = _split(operator)
        if name not in _OPERATORS or (qualifier and qualifier not in _QUALIFIERS):
            raise ValueError(f"unsupported condition operator {operator!r}")
        for key, values in tests.items():
            lowered = key.lower()
            if lowered not in _KEYS and not lowered.startswith(_KEY_PREFIXES):
                raise ValueError(f"unsupported condition key {key!r}")
            if "${" in str(values):
                raise ValueError(f"unsupported policy variable in {values!r}")


def conditions_hold(conditions: dict[str, Any], context: Context) -> bool:
    """Whether all tests of all operators hold."""
    return all(
        _holds(operator, context.get(normal_key(key)), [str(value) for value in as_list(values)])
        for operator, tests in conditions.items()
        for key, values in tests.items()
    )


def normal_key(key: str) -> str:
    """Condition keys ignore case, but the tag key after the slash does not."""
    name, slash, tag = key.partition("/")
    return name.lower() + slash + tag


def matches(pattern: str, text: str, ignore_case: bool = False) -> bool:
    """IAM's wildcards: * and ?, nothing else."""
    regex = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch(regex, text, re.IGNORECASE | re.DOTALL if ignore_case else re.DOTALL) is not None


def as_list(value: Any) -> list[Any]:
    """IAM writes one value without its list."""
    return value if isinstance(value, list) else [value]


def _split(operator: str) -> tuple[str, str, bool]:
    qualifier, colon, name = operator.rpartition(":")
    if_exists = name.endswith("IfExists")
    return qualifier if colon else "", name.removesuffix("IfExists"), if_exists


def _holds(operator: str, present: list[str] | None, wanted: list[str]) -> bool:
    qualifier, name, if_exists = _split(operator)
    if name == "Null":
        return any((present is None) == (value.lower() == "true") for value in wanted)
    if present is None:
        return if_exists or qualifier == "ForAllValues" or "Not" in name
    results = [_matches_one(name, value, wanted) for value in present]
    return all(results) if qualifier == "ForAllValues" else any(results)


def _matches_one(name: str, value: str, wanted: list[str]) -> bool:
    if name == "StringEqualsIgnoreCase":
        return value.lower() in [item.lower() for item in wanted]
    positive = name.replace("Not", "")
    if positive == "StringEquals":
        found = value in wanted
    else:
        found = any(matches(pattern, value) for pattern in wanted)
    return found != ("Not" in name)
