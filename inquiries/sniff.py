"""What a file really is, by its first bytes: pure. A content type is a stranger's word, and so is the end of a name.

Only types that a browser shows by itself are known here; everything else is only ever saved, whatever it is.
https://mimesniff.spec.whatwg.org/
"""

HEAD = 64  # bytes of a file that are looked at
# What a browser shows by itself without running anything of it.
SHOWN = {
    *("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"),
    *("audio/aac", "audio/amr", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/opus", "audio/wav", "audio/webm"),
    *("video/3gpp", "video/mp4", "video/webm"),
}

_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
    b"#!AMR": "audio/amr",
    b"\x1aE\xdf\xa3": "video/webm",
}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
# One container holds either; which of them the sender says is as good as any.
_SAME = (
    {"audio/mp4", "video/mp4", "video/3gpp", "audio/3gpp"},
    {"audio/ogg", "audio/opus", "video/ogg"},
    {"audio/webm", "video/webm"},
)


def kind(head: bytes) -> str:
    """The type by the first bytes, empty for anything that is not known."""
    for start, found in _STARTS.items():
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    return _frames(head)


def true_type(declared: str, head: bytes) -> str:
    """`declared` where the bytes bear it out, else what they are; application/octet-stream where that is unknown.

    `declared`: a bare type in lower case; one that is not SHOWN is given back, since it is only saved anyway.
    """
    if declared not in SHOWN:
        return declared
    found = kind(head)
    if found == declared or any(found in same and declared in same for same in _SAME):
        return declared
    return found or "application/octet-stream"


def _boxed(brand: bytes) -> str:
    """ISO's container by its brand; it holds pictures of phones (HEIC, AVIF) and QuickTime as well."""
    if brand in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"qt  "}:
        return ""
    return "video/3gpp" if brand[:3] == b"3gp" else "audio/mp4" if brand[:3] == b"M4A" else "video/mp4"


def _frames(head: bytes) -> str:
    """Sound without a container starts with a frame: eleven or twelve set bits, then the layer."""
    if len(head) < 2 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    layer = head[1] & 0x06
    return "audio/aac" if head[1] & 0xF0 == 0xF0 and layer == 0 else "audio/mpeg" if layer else ""
