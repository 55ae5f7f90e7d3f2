"""Of which format is a file? Its first bytes say it; its name only where they are silent."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.sources.readers.form import refuse

BY_NAME: Mapping[str, str] = {
    **{"txt": "txt", "text": "txt", "md": "md", "markdown": "md", "rst": "rst", "docx": "docx", "docm": "docx"},
    **{"odt": "odt", "rtf": "rtf", "pdf": "pdf", "html": "html", "htm": "html", "xhtml": "html", "vtt": "vtt"},
    **{"srt": "srt", "sbv": "sbv", "csv": "csv", "tsv": "tsv", "tab": "tsv", "xlsx": "xlsx", "xlsm": "xlsx"},
    "json": "json",
}
"""Ending of a name -> format."""
TEXTUAL = frozenset(("txt", "md", "rst", "html", "vtt", "srt", "sbv", "csv", "tsv", "json"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
_OTHERS = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"ID3": "a sound recording",
    b"OggS": "a sound recording",
    b"fLaC": "a sound recording",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_SRT = re.compile(rb"\A\s*(?:\d+\s*\r?\n)?\s*\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->\s*\d")
_SBV = re.compile(rb"\A\s*\d{1,2}:\d{2}:\d{2}\.\d{3},\d{1,2}:\d{2}:\d{2}\.\d{3}\s*\r?\n")
_HTML = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)[\s>]", re.I | re.S)


def ending(name: str) -> str:
    """The ending of a file's name in small letters, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def sniff(data: bytes, name: str) -> str:
    """The format of a file: one of those in `BY_NAME`.

    Raises
    ------
    SourceError
        It is none that can be read; the message says what it is, as far as the bytes tell.
    """
    by_name = BY_NAME.get(ending(name), "")
    if data.startswith(b"PK"):
        return _container(data, name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refuse(name, "a document can be read", "one with a password", "Save it without the password.")
        step = "Open it and save it as .docx (or .xlsx)."
        raise refuse(name, "a document is of a kind that is read", "an old Office file", step)
    for mark, what in _ARCHIVES.items():
        if data.startswith(mark):
            step = "Unpack it and take in the files."
            raise refuse(name, "a file is no archive", f"a {what} archive", step)
    for mark, what in _OTHERS.items():
        if data.startswith(mark):
            raise refuse(name, "a file holds text", what, "Give its transcript instead.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    return _text(data, name, by_name)


def _text(data: bytes, name: str, by_name: str) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf")
    if head.startswith(b"WEBVTT"):
        return "vtt"
    if by_name not in ("vtt", "srt", "sbv"):
        if _SRT.match(head):
            return "srt"
        if _SBV.match(head):
            return "sbv"
    if by_name in TEXTUAL:
        return "html" if by_name == "txt" and _HTML.match(head) else by_name
    if _HTML.match(head):
        return "html"
    if by_name:
        if head.strip(b"\x00 \r\n\t") and b"\x00" not in head:
            return "txt"  # the name promises a container, the bytes are text
        step = "It is cut off, damaged or something else; ask for it again."
        raise refuse(name, f"a .{ending(name)} file begins as one", "other bytes", step)
    known = ", ".join(f".{key}" for key in BY_NAME)
    step = f"Known are {known}. Rename it if it is one of them."
    raise refuse(
        name, "a file is of a kind that is read", f".{ending(name)[:20]}" if ending(name) else "no ending", step
    )


def _container(data: bytes, name: str) -> str:
    for mark, format in ((b"word/document.xml", "docx"), (b"xl/workbook.xml", "xlsx"), (b"content.xml", "odt")):
        if mark in data:
            return format
    if ending(name) in ("docx", "docm", "odt", "xlsx", "xlsm"):
        return BY_NAME[ending(name)]
    raise refuse(name, "a file is no archive", "a zip archive", "Unpack it and take in the files.")
