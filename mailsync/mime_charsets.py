"""Bytes to letters when the mail is wrong about its charset or its transfer encoding. Pure.

What senders get wrong in practice: UTF-8 called ISO-8859-1 and the other way round, Windows-1252 called anything, no
charset, names that no program knows, base64 with a plain footer glued on, quoted-printable that nobody declared.
The WHATWG table (https://encoding.spec.whatwg.org/#names-and-labels) is what mail programs show, so it is followed:
ISO-8859-1 and US-ASCII mean Windows-1252.
"""

import base64
import binascii
import codecs
import re
from dataclasses import dataclass

_ALIASES = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "windows1252": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
}
# Codecs that are no charsets of mail: slow on long input, or they run escapes.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "unicode-escape"})
_SINGLE_BYTE_LATIN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "cp1250", "iso8859-2", "cp850", "mac-roman"})


@dataclass(frozen=True)
class Decoded:
    """`text`, and whether letters were lost on the way (U+FFFD stands where they were)."""

    text: str
    lossy: bool = False


def codec_name(charset: str) -> str:
    """Python's name for a charset of a mail; empty when missing, unknown or no charset."""
    name = charset.strip(" \t\"'=").lower()
    name = _ALIASES.get(name, name)
    if not name or "\x00" in name or name in _REFUSED:
        return ""
    try:
        codec = codecs.lookup(name).name
        b"a".decode(codec)  # `codecs` also knows hex, zip and the like, which are no text encodings
    except UnicodeError:
        return codec  # a charset of two bytes a letter
    except (LookupError, ValueError):
        return ""
    return "" if codec in _REFUSED else codec


def to_text(data: bytes, charset: str) -> Decoded:
    """The letters of `data`, which says it is written in `charset` ("" for nothing said). Never raises."""
    codec = codec_name(charset)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and codec != "utf-8":
        codec = "utf-16"
    if codec in {"", *_SINGLE_BYTE_LATIN}:
        return _latin(data, codec)
    if codec == "utf-8":
        return Decoded(data.decode("utf-8", "travelhub_cp1252"))  # bytes of an old program may stand in between
    for candidate in (codec, "utf-8"):
        if (text := _strict(data, candidate)) is not None:
            return Decoded(text)
    text = data.decode(codec, "replace")
    return Decoded(text, lossy="\ufffd" in text)


def _latin(data: bytes, codec: str) -> Decoded:
    """Nothing said, or a Western charset: a wrong label is daily bread, UTF-8 by accident is next to impossible."""
    if data.isascii():
        return _escaped(data)
    for candidate in filter(None, ("utf-8", codec)):
        if (text := _strict(data, candidate)) is not None:
            return Decoded(text)
    return Decoded(data.decode("cp1252", "travelhub_latin1"))  # its five holes filled as browsers do


def _escaped(data: bytes) -> Decoded:
    """Seven-bit bytes; ISO-2022-JP hides its letters behind escapes without saying so."""
    if b"\x1b$" in data and (text := _strict(data, "iso2022_jp")) is not None:
        return Decoded(text)
    return Decoded(data.decode("ascii"))


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _bad_bytes(error: UnicodeError, codec: str) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode(codec, "replace" if codec == "latin-1" else "travelhub_latin1"), error.end


codecs.register_error("travelhub_latin1", lambda error: _bad_bytes(error, "latin-1"))
codecs.register_error("travelhub_cp1252", lambda error: _bad_bytes(error, "cp1252"))

_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=\s]*\Z")
_QP_LETTER = re.compile(rb"=(?:[C-F][0-9A-F]=[89AB][0-9A-F])")


def decode_transfer_base64(text: str) -> tuple[bytes, str]:
    """(bytes, rest): base64 decoded as far as it goes, and the lines after it that are none (a glued-on footer).

    Padding may be missing or stand in the middle. What plainly is no base64 comes back as it is.
    """
    compact = "".join(text.split())
    try:
        return base64.b64decode(compact, validate=True), ""
    except (binascii.Error, ValueError):
        pass
    lines = text.strip().splitlines()
    if not lines or not _BASE64_LINE.match(lines[0]) or " " in lines[0].strip():
        return text.encode("utf-8", "surrogateescape"), ""  # never was base64
    end = next((at for at, line in enumerate(lines) if not _BASE64_LINE.match(line)), len(lines))
    kept = re.sub(r"[^A-Za-z0-9+/=]", "", "".join(lines[:end]))
    return b"".join(_segment(piece) for piece in re.split(r"=+", kept)), "\n".join(lines[end:]).strip()


def _segment(text: str) -> bytes:
    """One run of base64 letters, whose length need not be right."""
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    return base64.b64decode(text + "=" * (-len(text) % 4))


def undeclared(data: bytes) -> bytes:
    """Text bytes whose transfer encoding was lost on the way: quoted-printable or base64 that nobody declared."""
    if len(_QP_LETTER.findall(data)) >= 2 and _strict(decoded := binascii.a2b_qp(data), "utf-8") is not None:
        return decoded
    compact = b"".join(data.split())
    if len(compact) >= 40 and len(compact) % 4 == 0 and re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", compact):
        text = _strict(base64.b64decode(compact), "utf-8")
        if text and " " in text and _reads_as_text(text):
            return base64.b64decode(compact)
    return data


def _reads_as_text(text: str) -> bool:
    return all(char.isprintable() or char in "\r\n\t" for char in text[:2000])
