"""How records are read and written: the same value in and out, and errors with their line."""

import math
import os

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.errors import Problem, TableError
from analysis.tables import (
    Record,
    as_problem,
    canonical_json,
    csv_text,
    normalise,
    parse_yaml,
    read_csv,
    read_json_lines,
    read_list,
    read_text,
    read_yaml,
    sha256,
    to_yaml,
    write_csv,
    write_text,
)

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
WORDS = st.text(st.one_of(LETTERS, st.sampled_from(',"\n\r;#: áé😀')), max_size=12)


def write(path, data):
    """The file, with these bytes or this text."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


# Text


def test_a_byte_that_is_not_utf8_is_named_with_its_line(tmp_path):
    """Line 2, byte 8 holds 0xe9, an é of another encoding."""
    path = write(tmp_path / "S01.md", b"one\ntwo \xe9\n")

    with pytest.raises(TableError, match=r"S01\.md, line 2: the text is not UTF-8 \(got byte 0xe9 at byte 8\)\. Save"):
        read_text(path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    """It is passed over; other white space stays."""
    assert read_text(write(tmp_path / "a.txt", b"\xef\xbb\xbf a\r\n")) == " a\r\n"


def test_a_file_that_cannot_be_opened_is_a_table_error(tmp_path):
    """A folder in place of the file is told by name, not by a traceback."""
    with pytest.raises(TableError, match=r"gone\.csv: the file cannot be read"):
        read_text(tmp_path / "gone.csv")


def test_normal_form_is_lf_and_nfc():
    """CRLF and CR become LF; e and a combining accent become one é."""
    assert normalise("a\r\nb\rc\ne\u0301") == "a\nb\nc\né"


@given(WORDS)
def test_the_normal_form_of_a_normal_form_is_itself(text):
    """Reading twice moves no offset."""
    assert normalise(normalise(text)) == normalise(text)


def test_canonical_json_sorts_and_keeps_accents():
    """Keys sorted at every level, no spaces, non-ASCII as it is (F37)."""
    assert canonical_json({"b": [1, {"y": "é😀", "x": None}], "a": 1}) == '{"a":1,"b":[1,{"x":null,"y":"é😀"}]}'


def test_the_rule_of_the_audit_trail_gives_the_printed_hashes():
    """F37: hash = SHA256(prev + newline + canonical JSON), from 64 zeros; two events, two printed hashes."""
    zeros = "0" * 64
    first = (
        '{"at":"2026-01-05T08:00:00Z","by":"C1","data":{"sha256":"' + zeros + '"},'
        '"obj":"S01","seq":1,"type":"source.import"}'
    )
    second = (
        '{"at":"2026-01-05T08:05:00Z","by":"C1","data":{"code":"MERIT","end":42,"source":"S01","start":7},'
        '"obj":"K001","seq":2,"type":"coding.create"}'
    )
    one = {"type": "source.import", "seq": 1, "obj": "S01", "data": {"sha256": zeros}, "by": "C1"}
    two = {"type": "coding.create", "seq": 2, "obj": "K001", "by": "C1", "at": "2026-01-05T08:05:00Z"}
    two["data"] = {"start": 7, "end": 42, "source": "S01", "code": "MERIT"}

    assert canonical_json({**one, "at": "2026-01-05T08:00:00Z"}) == first
    assert canonical_json(two) == second
    hash_1 = sha256(f"{zeros}\n{first}")
    assert hash_1 == "cb609ca4b33aef8a03d0cdba645f45ec7ff08716777f5e25bc4281afa1a04c78"
    assert sha256(f"{hash_1}\n{second}") == "420fb575c59b326bd5846d44aafa9582db35ac84226de705f11ff0e983d5835e"


# Writing


def test_writing_tells_whether_the_file_changed(tmp_path):
    """A first text and another one are changes; the same text again leaves the file alone."""
    path = tmp_path / "new" / "a.txt"

    assert [write_text(path, text) for text in ("a\r\n", "a\n", "b\n")] == [True, False, True]
    assert path.read_bytes() == b"b\n"


def test_the_old_file_stays_when_writing_fails(tmp_path, monkeypatch):
    """A full disk in the middle of a write leaves the old text, and no rest beside it."""
    path = write(tmp_path / "a.txt", "old\n")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "new\n")

    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text(encoding="utf-8") == "old\n"


def test_a_reader_in_the_middle_of_a_write_finds_the_old_file(tmp_path, monkeypatch):
    """The new text is whole on the disk before it takes the place of the old one."""
    path = write(tmp_path / "a.txt", "old\n")
    seen = []
    replace = os.replace

    def look(new, old):
        seen.append((path.read_text(encoding="utf-8"), read_text(tmp_path / new)))
        replace(new, old)

    monkeypatch.setattr(tables.os, "replace", look)
    write_text(path, "new\n")

    assert seen == [("old\n", "new\n")]
    assert path.read_text(encoding="utf-8") == "new\n"


# CSV


def test_a_row_knows_its_line(tmp_path):
    """A cell with a line break and a blank line do not mislead the count."""
    rows = read_csv(write(tmp_path / "a.csv", 'id,text\n1,"two\nlines"\n\n2, b \n'))

    assert rows == [{"id": "1", "text": "two\nlines"}, {"id": "2", "text": "b"}]
    assert [row.line for row in rows] == [2, 5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.csv, line 1: the table has no header"),
        ("id,role\n1,a\n2,b,c\n", r"a.csv, line 3: a row must have 2 cells \(got 3\)"),
        ('id,role\n"1\n1",a\n2\n', r"a.csv, line 4: a row must have 2 cells \(got 1\)"),
        ("role\na\n", r"a.csv, line 1: the table lacks the column id \(got role\)"),
        ("x,id, id ,x\n1,2,3,4\n", r"a.csv, line 1: a column stands once \(got id, x twice\)"),
        ("id;role\nP01;staff\n", r"a.csv, line 1: columns are separated by commas \(got semicolons\)"),
        ("a;b,role\n1,2\n", r"a.csv, line 1: the table lacks the column id \(got a;b, role\)"),
        ('id\n1\n"a"b\n', "a.csv, line 3: the row cannot be read as CSV"),
        ('id\n1\n"a\n', "a.csv, line 3: the row cannot be read as CSV"),
    ],
)
def test_a_broken_table_is_told_with_its_line(tmp_path, text, message):
    """No header, ragged rows, a missing or double column, semicolons, quotes that do not fit."""
    with pytest.raises(TableError, match=message):
        read_csv(write(tmp_path / "a.csv", text), required=("id",))


def test_spaces_around_the_names_of_columns_do_not_count(tmp_path):
    """`id, role` has the columns id and role, as its cells have no spaces either."""
    assert read_csv(write(tmp_path / "a.csv", "id, role\nP01, staff\n")) == [{"id": "P01", "role": "staff"}]


def test_a_table_from_a_spreadsheet_is_read(tmp_path):
    """Byte-order mark and CRLF are passed over."""
    assert read_csv(write(tmp_path / "a.csv", b"\xef\xbb\xbfid\r\nP01\r\n"), required=("id",)) == [{"id": "P01"}]


def test_cells_are_written_in_one_way():
    """Missing is empty, yes and no for truth, six digits for shares, whole numbers as they are."""
    row = {"a": None, "b": math.nan, "c": True, "d": 2 / 3, "e": 1234567, "f": pd.NA, "g": False, "x": "x"}

    assert csv_text([row], list("abcdefgh")) == "a,b,c,d,e,f,g,h\n,,yes,0.666667,1234567,,no,\n"


@given(st.lists(st.fixed_dictionaries({"id": WORDS, "text": WORDS})))
def test_a_table_is_read_as_it_was_written(tmp_path_factory, rows):
    """Commas, quotes, line breaks, accents and emoji come back, in normal form and without spaces at the ends."""
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    write_csv(path, rows, ("id", "text"))

    again = read_csv(path)
    assert again == [{key: normalise(value).strip() for key, value in row.items()} for row in rows]
    write_csv(path, again, ("id", "text"))
    assert read_csv(path) == again
    assert not write_csv(path, again, ("id", "text"))


# YAML


def test_records_know_their_line():
    """The line on which each mapping begins, counted from where the text stands in its file."""
    data = parse_yaml("a: 1\nlist:\n  - b: 2\n  - {c: 3}\n", "S01.md", first_line=2)

    assert isinstance(data, Record)
    assert [data.line, *(entry.line for entry in data["list"])] == [2, 4, 5]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2022-03-14", "2022-03-14"),
        ("12:30", "12:30"),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("true", True),
        ("010", "010"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("=", "="),
        ("12", 12),
        ("-3", -3),
        ("0.5", 0.5),
        ("~", None),
        ("", None),
    ],
)
def test_yaml_reads_what_a_person_means(written, value):
    """Dates, times, codes with a leading zero and `no` stay words; digits are numbers, true is true."""
    read = parse_yaml(f"key: {written}\n", "a.yaml")["key"]

    assert (read, type(read)) == (value, type(value))


def test_keys_are_the_words_as_written():
    """`no`, `01` and `true` as keys keep their letters."""
    assert list(parse_yaml("{no: 1, 01: 2, true: 3, 7: 4}", "a.yaml")) == ["no", "01", "true", "7"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml, line 3: .*the key 'a' stands twice"),
        ("a: 1\n1: 2\n'1': 3\n", "a.yaml, line 3: .*the key '1' stands twice"),
        ("a: 1\nb: [1\n", "a.yaml, line 3: the YAML cannot be read"),
        ("a: 1\n? [x]\n: 2\n", "a.yaml, line 2: .*a key must be a word"),
        ("a: 1\n~: 2\n", "a.yaml, line 2: .*a key must be a word"),
        ("a: 1\nb: \x07\n", "a.yaml, line 2: YAML holds no control characters"),
        ("a: 1\nb: !python x\n", "a.yaml, line 2: the YAML cannot be read"),
        ("a: &a [*a]\n", "a.yaml, line 1: the YAML cannot be read"),
    ],
)
def test_broken_yaml_is_told_with_its_line(tmp_path, text, message):
    """Double keys, open brackets, odd keys, control characters, tags and circles."""
    with pytest.raises(TableError, match=message):
        read_yaml(write(tmp_path / "a.yaml", text))


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(LETTERS),
        st.sampled_from(["no", "2022-03-14", "12:30", "010", "1.5e3", "=", "<<", "~", "x\ny", "- a", "a: b"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(LETTERS, max_size=8), inner)),
    max_leaves=8,
)


@given(VALUES)
def test_yaml_is_read_as_it_was_written(value):
    """What goes out as YAML comes back equal, up to the normal form of its letters."""
    assert parse_yaml(to_yaml(value), "a.yaml") == _nfc(value)


def _nfc(value):
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, list):
        return [_nfc(item) for item in value]
    return {normalise(key): _nfc(item) for key, item in value.items()} if isinstance(value, dict) else value


def test_what_was_read_can_be_written():
    """Records go out as plain mappings, in the order in which they came in."""
    text = "b:\n  y: 1\n  x:\n  - z: 2\na: 3\n"

    assert to_yaml(parse_yaml(text, "a.yaml")) == text


# The rest


def test_blank_lines_of_json_lines_are_passed_over():
    """The others keep their number."""
    assert read_json_lines("{}\n\n[]\n") == [(1, "{}"), (3, "[]")]


def test_an_unreadable_file_is_a_problem_with_its_row():
    """Row and next step come from the message, the file's name from the caller."""
    error = TableError("a.csv, line 3: a row must have 2 cells (got 3). Use quotes.")

    assert as_problem(error, "interviews/a.csv") == Problem(
        "interviews/a.csv", 3, "a row must have 2 cells (got 3)", "", "Use quotes."
    )
    assert as_problem(TableError("a.csv: it is gone"), "b.csv") == Problem(
        "b.csv", 0, "it is gone", "", "Mend the file."
    )


def test_the_one_list_of_a_file(tmp_path):
    """Its entries; nothing without the file; a problem with its step where it has no such list or cannot be read."""
    path = tmp_path / "x.yaml"

    assert read_list(path, "x.yaml", "cells", "See.") == ([], [])
    path.write_text("cells: [1, 2]\n", encoding="utf-8")
    assert read_list(path, "x.yaml", "cells", "See.") == ([1, 2], [])
    for text in ("other: 1\n", "cells: {a: 1}\n", "[1]\n", "a: [\n"):
        path.write_text(text, encoding="utf-8")
        entries, problems = read_list(path, "x.yaml", "cells", "See.")
        assert entries == [] and len(problems) == 1 and problems[0].file == "x.yaml"
