"""S3 buckets: encrypted and closed to the public as S3 makes them since 2023, with the tags that they are made with."""

from typing import Any

import xmltodict
from moto.s3.models import PublicAccessBlock, S3Backend
from moto.s3.responses import S3Response

_ENCRYPTION = {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}

_stock_put = S3Response._bucket_response_put
_stock_create = S3Backend.create_bucket


def _create(self: Any, *args: Any, **kwargs: Any) -> Any:
    bucket = _stock_create(self, *args, **kwargs)
    bucket.encryption = _ENCRYPTION
    bucket.public_access_block = PublicAccessBlock(True, True, True, True)
    return bucket


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
S3Backend.create_bucket = _create
