"""S3_*: files in a bucket instead of MEDIA_ROOT. boto3 is imported only where there is one."""

from typing import Any

from travelhub import env

CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS = 3, 20, 2  # seconds; a page may be waiting, and rows that are due come back


def storage(bucket: str) -> dict[str, Any]:
    """For STORAGES. Without a key boto3 finds one by itself, as the role of a machine or a pod."""
    endpoint = env.text("S3_ENDPOINT_URL") and env.url("S3_ENDPOINT_URL", "")
    region, prefix = env.text("S3_REGION"), env.text("S3_PREFIX").strip("/")
    key, secret = env.text("S3_ACCESS_KEY_ID"), env.secret("S3_SECRET_ACCESS_KEY")
    env.require_together(S3_ACCESS_KEY_ID=key, S3_SECRET_ACCESS_KEY=secret)
    if not bucket:
        given = {"S3_ENDPOINT_URL": endpoint, "S3_REGION": region, "S3_PREFIX": prefix, "S3_ACCESS_KEY_ID": key}
        for name in filter(given.get, given):
            env.stop(f"{name} is set, but S3_BUCKET is not.")
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "access_key": key or None,
            "secret_key": secret or None,
            "client_config": _config(own_server=bool(endpoint)),
        },
    }


def _config(*, own_server: bool) -> Any:
    from botocore.config import Config

    # Servers other than Amazon's know neither buckets as host names nor, many of them, its newer checksums.
    other = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    return Config(
        signature_version="s3v4",
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        s3={"addressing_style": "path" if own_server else "auto"},
        **(other if own_server else {}),
    )
