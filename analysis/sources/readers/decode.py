"""In which encoding is a text written? A byte-order mark says it, or it is strict UTF-8, or a person does."""

from __future__ import annotations

import codecs
import re

from analysis.errors import SourceError
from analysis.sources.readers.form import count_note, refuse

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
USUAL = ("cp1252", "cp1250", "cp1251", "cp1256", "gb18030", "shift_jis")
"""What a person is offered first."""
_DOUBLE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")


class EncodingUnknown(SourceError):
    """The bytes are no UTF-8 and nobody said what they are. `around` are the bytes in question."""

    def __init__(self, message: str, around: bytes) -> None:
        super().__init__(message)
        self.around = around


def decode(data: bytes, name: str, encoding: str = "") -> tuple[str, str, list[str]]:
    """The text, the encoding that was taken, and what a person should know about it.

    Parameters
    ----------
    encoding : taken where there is no byte-order mark and the bytes are no UTF-8

    Raises
    ------
    EncodingUnknown
        No mark, no UTF-8, and no encoding was given.
    SourceError
        The encoding does not exist or does not fit; the text holds NUL characters.
    """
    for mark, taken in BOMS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :] if taken == "utf-8" else data, taken, name), name), taken, []
    try:
        return _checked(data.decode("utf-8"), name), "utf-8", []
    except UnicodeDecodeError as error:
        wrong = error.start
    if not encoding:
        line = data.count(b"\n", 0, wrong) + 1
        raise EncodingUnknown(
            f"{name}: a text is UTF-8 or says what it is (got byte 0x{data[wrong]:02x} in line {line}). "
            "Name its encoding, for example --encoding cp1252, or save it as UTF-8.",
            data[max(0, wrong - 30) : wrong + 30],
        )
    text = _checked(_strict(data, encoding, name), name)
    notes = []
    mixed = 0 if encoding.lower().startswith(("utf", "gb", "big", "shift", "euc")) else len(_DOUBLE.findall(data))
    if mixed:
        places = count_note(mixed, "place")
        notes.append(f"read as {encoding}, but {places} look like UTF-8: the file may hold both")
    return text, encoding.lower(), notes


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError
        return data.decode(encoding)
    except LookupError as error:
        raise refuse(
            name, "an encoding is one that Python knows", encoding, "Write for example --encoding cp1252."
        ) from error
    except UnicodeError as error:
        where = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "its bytes"
        step = "Give another with --encoding, or save the file as UTF-8."
        raise refuse(name, f"the text is written in {encoding}", f"something else at {where}", step) from error


def _checked(text: str, name: str) -> str:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        step = "It is no text, or it is UTF-16 without a mark: then give --encoding utf-16-le."
        raise refuse(name, "a text holds no NUL characters", f"one in line {line}", step)
    return text
