"""How fast do files from the field come in? Each format against the bare library that reads the same bytes.

python -m benchmarks.ingest [words per file]
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import webvtt
from bs4 import BeautifulSoup
from docutils.core import publish_doctree
from markdown_it import MarkdownIt
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from rich.console import Console
from rich.table import Table
from striprtf.striprtf import rtf_to_text

from analysis.sources.cast import Cast, Voice
from analysis.sources.readers.door import read_original
from analysis.study.intake import Given, plan
from analysis.study.roster import Roster
from benchmarks.corpus import vocabulary

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
Turn = tuple[str, str]


def talk(words: int) -> list[Turn]:
    """A made-up interview of so many words, always the same."""
    rng, lexicon = random.Random(1), vocabulary(5000)
    turns = [(rng.randint(5, 20), rng.randint(20, 90)) for _ in range(words // 67 + 1)]
    return [
        (speaker, " ".join(rng.choices(lexicon, k=count)).capitalize() + ".")
        for pair in turns
        for speaker, count in zip(("Pewawancara", "Informan 1"), pair, strict=True)
    ]


def _zip(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def _docx(turns: Sequence[Turn]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{name}: {said}</w:t></w:r></w:p>" for name, said in turns)
    return _zip({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def _odt(turns: Sequence[Turn]) -> bytes:
    body = "".join(f"<text:p>{name}: {said}</text:p>" for name, said in turns)
    head = f'xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0"'
    return _zip({"content.xml": f"<office:document-content {head}>{body}</office:document-content>"})


def _pdf(turns: Sequence[Turn]) -> bytes:
    """Pages of forty lines of at most ninety characters."""
    lines = [
        text[at : at + 90] for name, said in turns for text in [f"{name}: {said}"] for at in range(0, len(text), 90)
    ]
    pages = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    kids = b" ".join(b"%d 0 R" % (3 + 2 * n) for n in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))]
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for page in pages:
        drawn = b"".join(b"(%s) Tj 0 -14 Td " % line.encode("latin-1") for line in page)
        number = len(objects) + 2
        box = b"/MediaBox [0 0 612 792]"
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R /Resources %s >>" % (box, number, font))
        stream = b"BT /F1 9 Tf 72 720 Td " + drawn + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n" % size + table + trailer


def _xlsx(turns: Sequence[Turn]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [("speaker", "text"), *turns]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(turns: Sequence[Turn]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([("speaker", "text"), *turns])
    return out.getvalue().encode()


def _cues(turns: Sequence[Turn], form: str, head: str) -> bytes:
    def at(second: int) -> str:
        return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"

    said = (
        form.format(n=n, a=at(n), b=at(n + 1), name=name, said=text) for n, (name, text) in enumerate(turns, start=1)
    )
    return (head + "".join(said)).encode()


def files(turns: Sequence[Turn]) -> dict[str, bytes]:
    """The same interview in each format."""
    plain = "\n\n".join(f"{name}: {said}" for name, said in turns)
    marked = "\n\n".join(f"**{name}**: {said}" for name, said in turns)
    paragraphs = "".join(f"<p><b>{escape(name)}:</b> {escape(said)}</p>\n" for name, said in turns)
    segments = [{"start": n, "end": n + 1, "speaker": name, "text": said} for n, (name, said) in enumerate(turns)]
    return {
        "txt": plain.encode(),
        "md": marked.encode(),
        "rst": marked.encode(),
        "html": f"<!doctype html><body>{paragraphs}</body>".encode(),
        "docx": _docx(turns),
        "odt": _odt(turns),
        "rtf": ("{\\rtf1\\ansi " + plain.replace("\n\n", "\\par\n") + "}").encode(),
        "pdf": _pdf(turns),
        "vtt": _cues(turns, "{a}.000 --> {b}.000\n<v {name}>{said}\n\n", "WEBVTT\n\n"),
        "srt": _cues(turns, "{n}\n{a},000 --> {b},000\n{name}: {said}\n\n", ""),
        "csv": _csv(turns),
        "xlsx": _xlsx(turns),
        "json": json.dumps({"segments": segments}).encode(),
    }


def _tree(path: Path, part: str) -> object:
    with zipfile.ZipFile(path) as file:
        return list(ElementTree.fromstring(file.read(part)).itertext())


QUIET = {"report_level": 5, "_disable_config": True}
BARE: Mapping[str, tuple[str, Callable[[Path], object]]] = {
    "txt": ("read_text", lambda p: p.read_text("utf-8")),
    "md": ("markdown-it-py", lambda p: MarkdownIt("commonmark").parse(p.read_text("utf-8"))),
    "rst": ("docutils", lambda p: publish_doctree(p.read_text("utf-8"), settings_overrides=QUIET)),
    "html": ("beautifulsoup4", lambda p: BeautifulSoup(p.read_text("utf-8"), "html.parser").get_text()),
    "docx": ("zipfile + ElementTree", lambda p: _tree(p, "word/document.xml")),
    "odt": ("zipfile + ElementTree", lambda p: _tree(p, "content.xml")),
    "rtf": ("striprtf", lambda p: rtf_to_text(p.read_text("latin-1"))),
    "pdf": ("pypdf", lambda p: [page.extract_text() for page in PdfReader(p).pages]),
    "vtt": ("webvtt-py", lambda p: [cue.text for cue in webvtt.read(str(p))]),
    "srt": ("webvtt-py", lambda p: [cue.text for cue in webvtt.from_srt(str(p))]),
    "csv": ("csv", lambda p: list(csv.reader(io.StringIO(p.read_text("utf-8"))))),
    "xlsx": ("openpyxl", lambda p: list(load_workbook(p, read_only=True).worksheets[0].iter_rows(values_only=True))),
    "json": ("json", lambda p: json.loads(p.read_text("utf-8"))),
}


def best(work: Callable[[], object], times: int = 3) -> float:
    """The least seconds of processor time of a few runs."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print the table."""
    turns = talk(int(sys.argv[1]) if len(sys.argv) > 1 else 60_000)
    size = sum(len(name) + len(said) + 4 for name, said in turns) / 1e6
    given = Given(language="id", role="r", date="2024", cast=Cast({"Pewawancara": Voice("interviewer")}))
    table = Table("format", "bare library", "s", "read s", "ratio", "whole s", "MB/s", title=f"{size:.1f} MB of speech")
    with TemporaryDirectory() as folder:
        for format, data in files(turns).items():
            path = Path(folder) / f"talk.{format}"
            path.write_bytes(data)
            name, bare = BARE[format]
            alone = best(lambda bare=bare, path=path: bare(path))
            reading = best(lambda path=path: read_original(path))
            whole = best(lambda path=path: plan(read_original(path), given, Roster(Path(folder))))
            ratio = f"{reading / alone:.2f}" if alone > 0.0005 else "-"
            seconds = (f"{value:.3f}" for value in (alone, reading))
            table.add_row(format, name, *seconds, ratio, f"{whole:.3f}", f"{size / whole:.1f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
