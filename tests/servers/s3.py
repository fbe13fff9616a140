"""An S3 of ours on loopback: moto's server in a thread, with one bucket."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

BUCKET, REGION = "files-of-the-desk", "eu-central-1"
KEY, SECRET = "key-of-the-tests", "secret-of-the-tests"


def client(url: str) -> Any:
    keys = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": REGION}
    return boto3.client("s3", endpoint_url=url, **keys)


def check_keys(url: str) -> None:
    """From now on keys are looked at; none is known, so each is refused."""
    _tell(f"{url}/moto-api/reset-auth", b"0")


def _tell(url: str, data: bytes = b"") -> None:
    with urlopen(Request(url, data=data, headers={"Content-Type": "text/plain"}, method="POST")):
        pass


@contextmanager
def serving() -> Iterator[str]:
    """Gives the server's address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # one line a request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        _tell(f"{url}/moto-api/reset")
        client(url).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield url
        _tell(f"{url}/moto-api/reset-auth", b"inf")
    finally:
        server.stop()
