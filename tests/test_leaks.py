"""One name in what is about to leave stops it; the message tells the place and never the name."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from analysis.errors import ReleaseError
from analysis.leaks import Leak, make_prints, parse_prints, prints_text, require_no_leak, scan
from analysis.sources.pseudonyms import EXACT, Entity, Form

PRINTS = make_prints(
    [
        Entity("[P-04]", "person", (Form("Budi Santoso"), Form("Ratna"))),
        Entity("[P-05]", "person", (Form("Bunga", match=EXACT),)),
        Entity("[ID-1]", "number", (Form("19790812 200501 1 002"),)),
    ],
    b"secret",
    ["nya"],
)


def zipped(text: str) -> bytes:
    """A document with a member that holds the text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def notebook(text: str) -> bytes:
    """A notebook with an output."""
    cell = {"cell_type": "code", "source": ["1"], "outputs": [{"data": {"text/html": [f"<b>x</b>\n{text}"]}}]}
    return json.dumps({"cells": [cell]}).encode()


@pytest.mark.parametrize(
    ("name", "data", "cls"),
    [
        ("t.csv", b"a,b\n1,Budi  santoso\n", "person"),
        ("t.csv", b"quote\nRatnanya datang\n", "person"),
        ("t.html", b"<p>x</p>\n<p>Rat<b>na</b></p>", "person"),
        ("t.html", b"<p>\n<span>Budi</span> <i>Santoso</i></p>", "person"),
        ("t.html", b"\n<img alt='by RATNA'>", "person"),
        ("t.svg", b"\n<!-- Ratna -->", "person"),
        ("t.txt", b"\n1979 0812.2005 0110 02", "number"),
        ("t.jsonl", b'{"a":1}\n{"memo":"x\\nRatna"}\n', "person"),
        ("n.ipynb", notebook("Ratna"), "person"),
        ("d.docx", zipped("<w:t>x</w:t>\n<w:t>Ratna</w:t>"), "person"),
    ],
)
def test_a_name_is_found_in_whatever_leaves(name: str, data: bytes, cls: str) -> None:
    """Tables, pages, pictures, journals, notebooks, zipped documents; broken up by tags or grouped otherwise."""
    leaks = scan(name, data, PRINTS)

    assert {(leak.file, leak.cls) for leak in leaks} == {(name, cls)}
    assert leaks[-1].line == (1 if name == "n.ipynb" else 2)


def test_what_names_nobody_leaves() -> None:
    """Other words, parts of words, an ordinary word in lower case, pixels."""
    text = b"Budi Hartono, Budiman, bunga, Ratnasari, 19790812, [P-04]"

    assert scan("t.txt", text, PRINTS) == []
    assert scan("t.svg", b'<path d="M 19790812 200501 1 002 L 3 4"/>', PRINTS) == []
    assert scan("t.png", b"\x89PNG\r\n\x1a\nRatna", PRINTS) == []
    assert scan("t.txt", b"Bunga", PRINTS) == [Leak("t.txt", 1, "person")]


def test_the_scan_file_holds_no_name() -> None:
    """It is read again as it was; hashes differ from study to study."""
    text = prints_text(PRINTS)

    assert parse_prints(text, "k.scan") == PRINTS
    assert not any(name in text.casefold() for name in ("budi", "ratna", "bunga", "1979"))
    assert make_prints([Entity("", "person", (Form("Ratna"),))], b"other").loose.keys().isdisjoint(PRINTS.loose)
    with pytest.raises(ReleaseError, match="k.scan: a scan file"):
        parse_prints("{}", "k.scan")


def test_one_hit_stops_everything() -> None:
    """The message tells file, line, class and what to do."""
    require_no_leak([], step="")
    with pytest.raises(ReleaseError) as error:
        require_no_leak(scan("t.csv", b"a\nRatna\n", PRINTS), step="Mend it.")

    assert "t.csv, line 2: person" in str(error.value)
    assert "Ratna" not in str(error.value)


def test_a_document_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read does not leave."""
    monkeypatch.setattr("analysis.leaks._MOST", 1000)
    with pytest.raises(ReleaseError, match="unpacks to less"):
        scan("d.docx", zipped("a" * 2000), PRINTS)
    with pytest.raises(ReleaseError, match="broken archive"):
        scan("d.docx", zipped("abc")[:40], PRINTS)
