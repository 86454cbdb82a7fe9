"""Tags: moto looks through all tags of the region for each resource; here one look-up does."""

from functools import wraps
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.responses import EC2Response

from .registry import refuse, rule

MAX_RESOURCES = 1000


def _get_tags(self: Any) -> list[dict[str, str]]:
    tags = self.ec2_backend.tags.get(self.id) or {}
    return [{"key": key, "value": value} for key, value in tags.items()]


def _forget_tags(deletion: str) -> None:
    """Tags go with their volume or snapshot; moto keeps them."""
    stock = getattr(EC2Backend, deletion)

    @wraps(stock)
    def delete(self: Any, resource_id: str) -> Any:
        deleted = stock(self, resource_id)
        self.tags.pop(resource_id, None)
        return deleted

    setattr(EC2Backend, deletion, delete)


TaggedEC2Resource.get_tags = _get_tags
#: moto shows the tags that a template was made with, whatever has become of them.
LaunchTemplate.tags = property(_get_tags, lambda self, made_with: None)
_forget_tags("delete_volume")
_forget_tags("delete_snapshot")


@rule(EC2Response, "create_tags", "tag-keys-and-count")
def _create(response: Any) -> None:
    _check_count(response)
    for tag in response._get_param("Tags", []):
        key = str(tag.get("Key", ""))
        if key.lower().startswith("aws:"):
            refuse("InvalidParameterValue", f"Tag keys starting with 'aws:' are reserved for internal use: {key}")
        if not key or len(key) > 128 or len(str(tag.get("Value", ""))) > 256:
            refuse("InvalidParameterValue", "Tag keys have 1 to 128 characters, values at most 256")


@rule(EC2Response, "delete_tags", "untag-count")
def _delete(response: Any) -> None:
    _check_count(response)


def _check_count(response: Any) -> None:
    if len(response._get_param("Resources", [])) > MAX_RESOURCES:
        refuse("InvalidParameterValue", f"At most {MAX_RESOURCES} resources can be tagged at once")
