"""Conditions of policies, one operator at a time."""

from typing import Any

import pytest

from hubkeeper_sim.conditions import check_conditions, conditions_hold

TAGS = {"aws:tagkeys": ["hub", "run"], "aws:resourcetag/hub": ["ds100"]}


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({"StringEquals": {"aws:ResourceTag/hub": "ds100"}}, True),
        ({"StringEquals": {"aws:resourcetag/hub": ["a", "ds100"]}}, True),
        ({"StringEquals": {"aws:ResourceTag/Hub": "ds100"}}, False),
        ({"StringNotEquals": {"aws:ResourceTag/hub": "ds100"}}, False),
        ({"StringNotEquals": {"aws:ResourceTag/absent": "ds100"}}, True),
        ({"StringLike": {"aws:ResourceTag/hub": "ds*"}}, True),
        ({"StringNotLike": {"aws:ResourceTag/hub": "ds*"}}, False),
        ({"StringLike": {"aws:ResourceTag/absent": "*"}}, False),
        ({"StringEqualsIfExists": {"aws:ResourceTag/absent": "x"}}, True),
        ({"StringEqualsIfExists": {"aws:ResourceTag/hub": "x"}}, False),
        ({"Null": {"aws:ResourceTag/hub": "false"}}, True),
        ({"Null": {"aws:ResourceTag/hub": "true"}}, False),
        ({"Null": {"aws:ResourceTag/absent": "true"}}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": "run"}}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": "x"}}, False),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["run", "hub", "x"]}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["run"]}}, False),
        ({"ForAllValues:StringEquals": {"ec2:CreateAction": ["x"]}}, True),
        ({"ForAnyValue:StringEquals": {"ec2:CreateAction": ["x"]}}, False),
        ({"StringEquals": {"aws:ResourceTag/hub": "ds100"}, "Null": {"aws:TagKeys": "true"}}, False),
    ],
)
def test_conditions(conditions: dict[str, Any], holds: bool) -> None:
    check_conditions(conditions)
    assert conditions_hold(conditions, TAGS) is holds
