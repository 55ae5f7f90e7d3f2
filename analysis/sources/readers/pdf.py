"""PDF with a text layer: what stands on each page? Read by pypdf; pictures of pages hold no text and are said."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PageObject, PdfReader

from analysis.sources.readers.form import (
    MAX_DRAWN,
    MAX_PAGE,
    MAX_PAGES,
    MEGABYTE,
    Block,
    Reading,
    count_note,
    foreign,
    reading,
    refuse,
)
from analysis.sources.readers.plain import paragraphs

_NUMBER = re.compile(r"[-–—\s]*(?:(?:page|halaman|hal\.?|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|dari)\s*\d{1,4})?[-–—\s]*", re.I)


def read_pdf(data: bytes, name: str) -> Reading:
    """Paragraphs with the number of their page, counted from 1 as a viewer counts."""
    blocks: list[Block] = []
    empty: list[str] = []
    dropped = drawn = 0
    with _quiet(), foreign(name, "PDF"):
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise refuse(name, "a document can be read", "one with a password", "Save it without the password.")
        if len(document.pages) > MAX_PAGES:
            came = f"{len(document.pages):,}"
            raise refuse(name, f"a PDF has at most {MAX_PAGES:,} pages", came, "Split it.")
        for number, page in enumerate(document.pages, start=1):
            size = _size(page, name, number)
            drawn += size
            if drawn > MAX_DRAWN:
                rule = f"a PDF holds at most {MAX_DRAWN // MEGABYTE} MB of drawing commands"
                raise refuse(name, rule, f"more, up to page {number}", "Split it, or save its text.")
            text, count = _without_number(page.extract_text() if size else "")
            dropped += count
            found = [Block(p, page=str(number)) for p in paragraphs(text)]
            blocks += found
            empty += [] if any(b.text.strip() for b in found) else [str(number)]
    if not blocks:
        step = "Its pages are pictures: run text recognition (OCR) on it first."
        raise refuse(name, "a PDF has a text layer", "none", step)
    notes = [count_note(dropped, "page number") + " left out"] if dropped else []
    if empty:
        notes.append(f"no text on page {', '.join(empty[:12])}{', …' if len(empty) > 12 else ''}")
    return reading("pdf", blocks, notes)


def _size(page: PageObject, name: str, number: int) -> int:
    """Bytes of the drawing commands of a page."""
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > MAX_PAGE:
        rule = f"a page holds at most {MAX_PAGE // MEGABYTE} MB of drawing commands"
        step = "Print the file to a new PDF, or save its text."
        raise refuse(name, rule, f"{size / MEGABYTE:.0f} MB on page {number}", step)
    return size


def _without_number(text: str) -> tuple[str, int]:
    """The page without a number that stands alone in its first or last line."""
    lines, count = text.strip().split("\n"), 0
    for at in (0, -1):
        if lines and _NUMBER.fullmatch(lines[at]):
            lines.pop(at)
            count += 1
    return "\n".join(lines), min(count, 1)


@contextmanager
def _quiet() -> Iterator[None]:
    """The library tells the console about each fault of a file; we say what came of it."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
