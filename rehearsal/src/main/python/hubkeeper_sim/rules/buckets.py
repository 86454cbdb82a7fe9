"""S3 buckets: they get the tags that come with the request for them, which moto drops."""

from typing import Any

import xmltodict
from moto.s3.responses import S3Response

_stock_put = S3Response._bucket_response_put


def _put(self: Any, request: Any, bucket_name: str, querystring: dict[str, Any]) -> Any:
    answer = _stock_put(self, request, bucket_name, querystring)
    if b"CreateBucketConfiguration" in request.data:
        given = (xmltodict.parse(request.data)["CreateBucketConfiguration"] or {}).get("Tags") or {}
        tags = given.get("Tag") or []
        listed = tags if isinstance(tags, list) else [tags]
        if listed:
            self.backend.put_bucket_tagging(bucket_name, {tag["Key"]: tag.get("Value") or "" for tag in listed})
    return answer


S3Response._bucket_response_put = _put
