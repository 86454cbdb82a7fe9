"""Operations that moto lacks or does at once: answered here, after permissions and before moto."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from .calls import Call
from .replies import Reply

if TYPE_CHECKING:
    from .simulator import Simulator


@dataclass
class Question:
    """A call with the world that it is put to."""

    world: "Simulator"
    call: Call
    account: str

    @property
    def region(self) -> str:
        """The region that the call was signed for."""
        return self.call.region

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter by its documented name."""
        value = self.call.params.get(name)
        return default if value is None else value


class Refusal(Exception):
    """An AWS error; further fields go beside the message, as EKS does."""

    def __init__(self, status: int, code: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.fields = status, code, fields

    def reply(self) -> Reply:
        """The error as JSON protocols write it."""
        body = {"__type": self.code, "message": str(self), **self.fields}
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", self.code)]
        return Reply(self.status, headers, json.dumps(body).encode())


Answer = Callable[[Question], dict[str, Any]]

_ANSWERS: dict[tuple[str, str], Answer] = {}


def answers(service: str, operation: str) -> Callable[[Answer], Answer]:
    """Registers what answers an operation of a JSON service."""

    def register(function: Answer) -> Answer:
        _ANSWERS[service, operation] = function
        return function

    return register


def answer_to(service: str, operation: str) -> Answer:
    """What answers an operation; KeyError if that is moto."""
    return _ANSWERS[service, operation]


def answer(world: "Simulator", call: Call, account: str) -> Reply | None:
    """The reply to a call, or None if it is moto's."""
    function = _ANSWERS.get((call.service, call.operation))
    if function is None:
        return None
    try:
        content = function(Question(world, call, account))
    except Refusal as refused:
        return refused.reply()
    kind = "application/json" if call.protocol == "rest-json" else "application/x-amz-json-1.1"
    return Reply(200, [("Content-Type", kind)], json.dumps(content, default=_plain).encode())


def put(world: "Simulator", account: str, region: str, service: str, operation: str, **params: Any) -> dict[str, Any]:
    """Puts a question that nobody asks by a request: a scenario does."""
    call = SimpleNamespace(region=region, params=params, access_key="")
    return _ANSWERS[service, operation](Question(world, cast(Call, call), account))


def listing(items: list[Any], key: str, question: Question, largest: int = 100) -> dict[str, Any]:
    """One page of a listing; the token is the place where the next one starts."""
    start = int(question.get("nextToken") or question.get("NextToken") or 0)
    given = question.get("maxResults") or question.get("MaxResults")
    size = min(int(given or largest), largest)
    token = "NextToken" if key[0].isupper() else "nextToken"
    page = {key: items[start : start + size]}
    return page | ({token: str(start + size)} if start + size < len(items) else {})


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else str(value)
