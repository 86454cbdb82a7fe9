"""Requests that a scenario makes itself, without HTTP."""

from typing import TYPE_CHECKING, Any

from ..answers import Question, answer_to

if TYPE_CHECKING:
    from ..simulator import Simulator


class _Call:
    """As much of a call as answers look at."""

    def __init__(self, region: str, operation: str, params: dict[str, Any]) -> None:
        self.region, self.operation, self.params = region, operation, params
        self.service, self.access_key = "eks", ""


def asked(
    simulator: "Simulator", account: str, region: str, operation: str, params: dict[str, Any]
) -> dict[str, Any]:
    """The answer of EKS; a refusal is an exception."""
    call: Any = _Call(region, operation, params)
    return answer_to("eks", operation)(Question(simulator, call, account))
