"""What a file is, judged by its first bytes; its name only tells office formats apart."""

import unicodedata
from pathlib import PurePosixPath

HEAD_BYTES = 4_096
LONGEST_NAME = 200
UNKNOWN = "application/octet-stream"
# Shown in the browser without risk; everything else is saved to disk.
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
)
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def media_type_of(head: bytes, name: str) -> str:
    """The media type of a file that begins with ``head``.

    Text of any kind, HTML and SVG among it, is plain text: nothing a person uploads ever runs.
    """
    for start, signature, kind in _SIGNATURES:
        if head[start : start + len(signature)] == signature:
            suffix = PurePosixPath(name.lower()).suffix
            return _OFFICE.get(suffix, kind) if kind == "application/zip" else kind
    return "text/plain" if _is_text(head) else UNKNOWN


def sound_name(name: str) -> str:
    """The last part of ``name`` without anything that a file system or header could mistake."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    plain = plain.strip().strip(".") or "file"
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 10:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
