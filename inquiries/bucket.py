"""Files in a bucket of S3, or of a server that speaks its protocol, by django-storages. No address of it is ever shown:
who may see a file is decided by our pages, which read it and pass it on by the piece.

django-storages reads a whole file into memory before its first byte is given out; `_Ranges` asks for what is wanted.
"""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO, cast
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from inquiries.blobs import StorageError, age, checked

_TOUCHED = 30 * 60  # seconds in which what is there need not be written again to count as stored now
_PIECE = 256 * 1024
_NEEDS = "It needs to get, put, delete and list objects."
_WORDS = {
    "NoSuchBucket": "There is no bucket {bucket}. Check S3_BUCKET, S3_REGION and S3_ENDPOINT_URL.",
    "AccessDenied": f"The key may not do that in the bucket {{bucket}}. {_NEEDS}",
    "InvalidAccessKeyId": "The server of the bucket {bucket} does not know S3_ACCESS_KEY_ID.",
    "SignatureDoesNotMatch": "S3_SECRET_ACCESS_KEY does not fit S3_ACCESS_KEY_ID.",
    "NoCredentialsError": "There is no key for the bucket {bucket}: set S3_ACCESS_KEY_ID, or give this machine a role.",
}
# A HEAD has no body that would say which of the three it is.
_WORDS["403"] = f"The bucket {{bucket}} refuses our key: S3_ACCESS_KEY_ID, its secret, or what it may do. {_NEEDS}"


class Bucket:
    def keep(self, name: str, source: BinaryIO, *, size: int) -> None:
        with _in_words():
            try:
                known = _object(name)
            except FileNotFoundError:
                known = None
            if known and known.content_length == size and age(known.last_modified.timestamp()) < _TOUCHED:
                return
            default_storage.save(checked(name), File(source))

    def open(self, name: str) -> BinaryIO:
        with _in_words():
            return cast(BinaryIO, io.BufferedReader(_Ranges(_object(name)), _PIECE))

    def size(self, name: str) -> int:
        with _in_words():
            return int(_object(name).content_length)

    def stored_at(self, name: str) -> float:
        with _in_words():
            return float(_object(name).last_modified.timestamp())

    def delete(self, name: str) -> None:
        with _in_words():
            default_storage.delete(checked(name))

    def probe(self) -> str:
        name = f"blobs/doctor-{uuid4().hex}"
        self.keep(name, io.BytesIO(b"well"), size=4)
        try:
            with self.open(name) as file:
                if file.read() != b"well":
                    raise StorageError(f"The bucket {settings.S3_BUCKET} gives back other bytes than it was given.")
        finally:
            self.delete(name)
        return f"The bucket {settings.S3_BUCKET} takes, gives and deletes."


def _object(name: str) -> Any:
    """boto3's object with its size and time. FileNotFoundError where there is none."""
    with closing(default_storage.open(checked(name))) as file:
        return cast(Any, file).obj


class _Ranges(io.RawIOBase):
    """An object as a file that is fetched from where it is read on. A jump begins another request."""

    def __init__(self, found: Any) -> None:
        self._object, self._size, self._at = found, int(found.content_length), 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if at != self._at:
            self._drop()
            self._at = at
        return at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size or not len(buffer):
            return 0
        with _in_words():
            if self._body is None:
                self._body = self._object.get(Range=f"bytes={self._at}-")["Body"]
            piece = self._body.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._drop()
        super().close()

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


@contextmanager
def _in_words() -> Iterator[None]:
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in {"404", "NoSuchKey"}:
            raise FileNotFoundError(code) from error
        raise StorageError(_words(code)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageError(_words(type(error).__name__)) from error


def _words(code: str) -> str:
    words = _WORDS.get(code) or "The bucket {bucket} cannot be reached just now ({code})."
    return words.format(bucket=settings.S3_BUCKET, code=code)
