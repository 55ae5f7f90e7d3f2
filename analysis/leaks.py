"""Does a name stand in what is about to leave? Every word of it is compared with keyed hashes of the names (F42).

A hit says file, line and class, never the name. Texts, pages, tables, pictures that name their words (SVG), notebooks
and the members of zipped documents are read; pixels and PDF are not.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import ReleaseError
from analysis.sources.pseudonyms import EXACT, Entity

_TOKEN = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_DRAWN = re.compile(r"""\s(?:d|points|transform)="[^"]*\"""")
"""Shapes of a picture: letters and numbers that are no words."""
_BINARY = ("image/png", "image/jpeg", "application/pdf")
_MOST = 200 * 2**20
"""Bytes of a zipped document that are read, at most."""


@dataclass(frozen=True, order=True, slots=True)
class Leak:
    """A name in what is about to leave: the file, the line (of a notebook the cell), the class of what stands there."""

    file: str
    line: int
    cls: str

    @property
    def where(self) -> str:
        """The place, as a message says it."""
        return f"{self.file}, {'cell' if self.file.endswith('.ipynb') else 'line'} {self.line}"


@dataclass(frozen=True, slots=True)
class Prints:
    """Keyed hashes of names: hash -> class, in any case and as written; those of first words, and what may hang on."""

    secret: bytes
    loose: Mapping[str, str]
    exact: Mapping[str, str]
    firsts: frozenset[str]
    longest: int
    suffixes: tuple[str, ...] = ()

    def of(self, tokens: Sequence[str]) -> str:
        """The hash of some words; numbers count by their digits, however they are grouped."""
        joined = ("" if all(token.isdigit() for token in tokens) else " ").join(tokens)
        return hmac.new(self.secret, joined.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def make_prints(entities: Iterable[Entity], secret: bytes, suffixes: Sequence[str] = ()) -> Prints:
    """Keyed hashes of every form of the entities."""
    empty = Prints(secret, {}, {}, frozenset(), 0)
    loose: dict[str, str] = {}
    exact: dict[str, str] = {}
    firsts: set[str] = set()
    longest = 0
    for entity in entities:
        for form in entity.forms:
            own = [token for token, _ in _tokens(form.words)]
            digits = bool(own) and all(token.isdigit() for token in own)
            tokens = own if form.match == EXACT else [token.casefold() for token in own]
            if tokens:
                (exact if form.match == EXACT else loose)[empty.of(tokens)] = entity.cls
                firsts.add("" if digits else empty.of(tokens[:1]))
                longest = max(longest, len("".join(tokens)) if digits else len(tokens))
    return Prints(secret, loose, exact, frozenset(firsts), longest, tuple(suffixes))


def prints_text(prints: Prints) -> str:
    """The scan file."""
    data = {
        "secret": prints.secret.hex(),
        "loose": dict(sorted(prints.loose.items())),
        "exact": dict(sorted(prints.exact.items())),
        "firsts": sorted(prints.firsts),
        "longest": prints.longest,
        "suffixes": list(prints.suffixes),
    }
    return json.dumps(data, indent=1) + "\n"


def parse_prints(text: str, name: str) -> Prints:
    """The scan file, read; raises ReleaseError where it is none."""
    try:
        data = json.loads(text)
        secret, firsts = bytes.fromhex(data["secret"]), frozenset(map(str, data["firsts"]))
        loose, exact = dict(data["loose"]), dict(data["exact"])
        return Prints(secret, loose, exact, firsts, int(data["longest"]), tuple(map(str, data["suffixes"])))
    except (ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            f"{name}: a scan file is what jenjang scrub wrote beside the key (got something else). "
            "Write it anew with: jenjang scrub --scan FILE --key PATH"
        ) from error


def scan(name: str, data: bytes, prints: Prints, *, seen: dict[str, bool] | None = None) -> list[Leak]:
    """Where do names stand in a file that is about to leave? Sorted, one per line and class.

    `seen` remembers, from file to file, which words begin a name.
    """
    seen = {} if seen is None else seen
    found = {
        Leak(name, line, cls)
        for first, text in _texts(name, data)
        for line, cls in _scan_text(text, first, prints, seen)
    }
    return sorted(found)


def is_read(data: bytes) -> bool:
    """Whether a file holds text that is looked through; pictures of dots and PDF are not."""
    return data.startswith(b"PK\x03\x04") or not (b"\x00" in data[:4096] or data.startswith((b"\x89PNG", b"%PDF")))


def require_no_leak(leaks: Sequence[Leak], *, step: str) -> None:
    """Raises ReleaseError with the places where there is a hit."""
    if leaks:
        shown = [f"  {leak.where}: {leak.cls}" for leak in leaks[:20]]
        more = [f"  and {len(leaks) - 20} more"] if len(leaks) > 20 else []
        raise ReleaseError(
            "\n".join([f"nothing leaves in which somebody is named (got {len(leaks)} places). {step}", *shown, *more])
        )


def _scan_text(text: str, first_line: int, prints: Prints, known: dict[str, bool]) -> Iterator[tuple[int, str]]:
    tokens = _tokens(text)
    numbers = "" in prints.firsts

    def begins(token: str) -> bool:
        if token not in known:
            known[token] = (numbers and token.isdigit()) or any(
                prints.of([form]) in prints.firsts for form in _forms(token, prints.suffixes)
            )
        return known[token]

    for index, (token, at) in enumerate(tokens):
        cls = _met([t for t, _ in tokens[index : index + prints.longest]], prints) if begins(token) else ""
        if cls:
            yield text.count("\n", 0, at) + first_line, cls


def _met(tokens: Sequence[str], prints: Prints) -> str:
    """The class of the name that begins with the first of these words; empty where none does."""
    for length in range(1, len(tokens) + 1):
        for last in dict.fromkeys((tokens[length - 1], *_bare(tokens[length - 1], prints.suffixes))):
            words = [*tokens[: length - 1], last]
            cls = prints.loose.get(prints.of([w.casefold() for w in words])) or prints.exact.get(prints.of(words))
            if cls:
                return cls
    return ""


def _forms(token: str, suffixes: Sequence[str]) -> Iterator[str]:
    for form in (token, *_bare(token, suffixes)):
        yield form
        yield form.casefold()


def _bare(token: str, suffixes: Sequence[str]) -> list[str]:
    folded = token.casefold()
    return [token[: -len(s)] for s in suffixes if folded.endswith(s.casefold()) and len(token) > len(s)]


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(m[0], m.start()) for m in _TOKEN.finditer(text)]


def _texts(name: str, data: bytes) -> Iterator[tuple[int, str]]:
    """The texts in a file, each with the line on which it begins."""
    suffix = name.rsplit(".", 1)[-1].casefold()
    if data.startswith(b"PK\x03\x04"):
        yield from _zipped(name, data)
        return
    if not is_read(data):
        return
    text = unicodedata.normalize("NFC", data.decode("utf-8", "replace"))
    if suffix in ("ipynb", "json"):
        try:
            data_read = json.loads(text)
            cells = data_read.get("cells") if isinstance(data_read, dict) else None
            parts = cells if isinstance(cells, list) else [data_read]
            yield from ((n, _flat(s)) for n, part in enumerate(parts, start=1) for s in _strings(part))
            return
        except (ValueError, RecursionError):
            pass
    if suffix == "jsonl":
        for number, line in enumerate(text.split("\n"), start=1):
            yield from ((number, _flat(string)) for string in _line_strings(line))
        return
    if suffix in ("html", "htm", "svg"):
        text = _DRAWN.sub(lambda shape: "\n" * shape[0].count("\n"), text)
    yield 1, html.unescape(text)
    if suffix in ("html", "htm", "svg", "xml", "qde", "qdc"):
        yield 1, html.unescape(_TAG.sub(lambda tag: "\n" * tag[0].count("\n"), text))
        yield 1, html.unescape(_TAG.sub(lambda tag: " " + "\n" * tag[0].count("\n"), text))


def _zipped(name: str, data: bytes) -> Iterator[tuple[int, str]]:
    left = _MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                left -= member.file_size
                if left < 0:
                    raise ReleaseError(f"{name}: a document that leaves unpacks to less than 200 MB. Split it.")
                yield from _texts(member.filename, archive.read(member)) if not member.is_dir() else ()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise ReleaseError(f"{name}: what leaves can be read (got a broken archive). Write it anew.") from error


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _line_strings(line: str) -> Iterator[str]:
    try:
        yield from _strings(json.loads(line))
    except (ValueError, RecursionError):
        yield line


def _strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, without pictures."""
    if isinstance(value, str):
        yield html.unescape(value)
        if "<" in value:
            yield html.unescape(_TAG.sub(" ", value))
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield from _strings("".join(value))
        else:
            for item in value:
                yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _BINARY:
                yield from _strings(item)
