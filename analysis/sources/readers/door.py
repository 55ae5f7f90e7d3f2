"""The door: what does a file from the field say? Read once, bounded, by the reader of its format."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.sources.readers import captions, docx, odt, pdf, plain, rows, rst, rtf, speech, web
from analysis.sources.readers.decode import decode
from analysis.sources.readers.form import MAX_FILE, MAX_JSON, MAX_TEXT, MEGABYTE, Reading, refuse
from analysis.sources.readers.sniff import BY_NAME, TEXTUAL, ending, sniff

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
MAX_NAME = 120
"""Characters of a file's name that are kept."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a person says a file is to be read: its encoding where it is no UTF-8, and the columns of a table."""

    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came: its name without path, checksum, and what it says."""

    name: str
    sha256: str
    reading: Reading


def shown_name(path: Path) -> str:
    """The name of a file as it may be printed and kept: without path, control characters and undue length."""
    name = _UNSEEN.sub("\ufffd", path.name)
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 12]}…{name[-10:]}"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, if it is one and within the bounds.

    Raises
    ------
    SourceError
        It is no regular file, empty, too large, or may not be opened.
    """
    name = shown_name(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse(name, "what is taken in is a file", "something else", "Give a file or a folder.")
        if status.st_size > MAX_FILE:
            came = f"{status.st_size / MEGABYTE:,.0f} MB"
            step = "Split it, or leave out what is no text."
            raise refuse(name, f"a file has at most {MAX_FILE // MEGABYTE} MB", came, step)
        with open(path, "rb", opener=lambda p, flags: os.open(p, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise refuse(name, "the file can be opened", why, "See that it is there and may be read.") from error
    except ValueError as error:  # a NUL in the path
        raise refuse(name, "the file can be opened", "a NUL in its name", "Rename it.") from error
    if not data.strip():
        raise refuse(name, "a file holds text", "an empty file", "Ask for it again.")
    return data


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


PLAINLY = Ways()


def read_original(path: Path, ways: Ways = PLAINLY) -> Original:
    """What a file says.

    Raises
    ------
    EncodingUnknown
        A text that is no UTF-8 and whose encoding nobody gave.
    SourceError
        It cannot be read; the message says why and what to do.
    """
    data = read_bytes(path)
    return Original(shown_name(path), digest(data), read_data(data, shown_name(path), ways))


def read_data(data: bytes, name: str, ways: Ways = PLAINLY) -> Reading:
    """Like `read_original`, for bytes that were read already."""
    format = sniff(data, name)
    limit = MAX_JSON if format == "json" else MAX_TEXT
    if format in TEXTUAL and len(data) > limit:
        came = f"{len(data) / MEGABYTE:,.0f} MB"
        rule = f"a text has at most {limit // MEGABYTE} MB (a day of speech is about one)"
        raise refuse(name, rule, came, "Split it.")
    found = _text(data, name, format, ways) if format in TEXTUAL else _binary(data, name, format, ways)
    if not any(block.text for block in found.blocks):
        raise refuse(name, "a file holds text", "none", "See that it is the right file.")
    if BY_NAME.get(ending(name), format) not in (format, "tsv" if format == "csv" else "csv"):
        said = f"the name says .{ending(name)[:12]}, the content is {format}"
        found = replace(found, notes=(said, *found.notes))
    return found


def _binary(data: bytes, name: str, format: str, ways: Ways) -> Reading:
    if format == "xlsx":
        return rows.read_workbook(data, name, ways.columns)
    readers = {"docx": docx.read_docx, "odt": odt.read_odt, "rtf": rtf.read_rtf, "pdf": pdf.read_pdf}
    return readers[format](data, name)


def _text(data: bytes, name: str, format: str, ways: Ways) -> Reading:
    own = web.declared_charset(data) if format == "html" else ""
    text, encoding, notes = decode(data, name, ways.encoding or own)
    if format in ("vtt", "srt", "sbv"):
        found = captions.read_captions(text, name, format)
    elif format in ("csv", "tsv"):
        found = rows.read_separated(text, name, ways.columns)
    else:
        readers = {
            "txt": plain.read_plain,
            "md": plain.read_markdown,
            "rst": rst.read_rst,
            "html": web.read_web,
            "json": speech.read_speech,
        }
        found = readers[format](text, name)
    return replace(found, encoding=encoding, notes=(*notes, *found.notes))
