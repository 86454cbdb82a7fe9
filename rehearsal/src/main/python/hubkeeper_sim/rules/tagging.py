"""The tagging API: kinds' names, repositories, which moto leaves out, and tokens that can be used again."""

from collections.abc import Iterator
from typing import Any

from moto.core import resource_tagging
from moto.core.resource_tagging import TaggedResource
from moto.resourcegroupstaggingapi import models as tagging

_stock_backends = resource_tagging.iter_taggable_backends
_stock_resources = tagging.ResourceGroupsTaggingAPIBackend.get_resources


class _Repositories:
    """What a region's registry adds."""

    def __init__(self, account: str, region: str) -> None:
        self._place = account, region

    def owns_arn(self, arn: str) -> bool:
        """Tags of repositories are set by ECR itself."""
        return False

    def iter_tagged_resources(self) -> Iterator[TaggedResource]:
        """All repositories with their tags."""
        from moto.ecr.models import ecr_backends

        account, region = self._place
        ecr = ecr_backends[account][region]
        for repository in ecr.repositories.values():
            tags = ecr.tagger.get_tag_dict_for_resource(repository.arn)
            yield TaggedResource(arn=repository.arn, tags=tags, resource_type="ecr:repository")


class _Renamed:
    """A backend whose kinds are called as AWS calls them."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def owns_arn(self, arn: str) -> bool:
        """As before."""
        return bool(self._backend.owns_arn(arn))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def iter_tagged_resources(self) -> Iterator[TaggedResource]:
        """The same under other names."""
        for one in self._backend.iter_tagged_resources():
            if one.resource_type == "logs:loggroup":
                one.resource_type = "logs:log-group"
            yield one


def _backends(account_id: str, region_name: str) -> Iterator[Any]:
    for backend in _stock_backends(account_id, region_name):
        yield _Renamed(backend)
    yield _Repositories(account_id, region_name)


def _resources(self: Any, pagination_token: str | None = None, **asked: Any) -> Any:
    """Who has not got a page asks for it again; moto forgets a token with its first use."""
    page = self._pages.get(pagination_token)
    rest = list(page["gen"]) if page else []
    if page:
        page["gen"] = iter(rest)
    answer = _stock_resources(self, pagination_token=pagination_token, **asked)
    if page:
        self._pages[pagination_token] = {"gen": iter(rest), "misc": page["misc"]}
    return answer


tagging.iter_taggable_backends = _backends
tagging.ResourceGroupsTaggingAPIBackend.get_resources = _resources
