"""The codebook: what it says, what is wrong with it, and how it changes without forgetting."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import (
    MANDATORY,
    WORDS,
    Codebook,
    Context,
    change,
    codebook_text,
    completeness,
    drift,
    read_codebook,
)
from analysis.errors import CodebookError
from analysis.model import Code, DocumentLink, Indicator
from analysis.tables import normalise, parse_yaml

BOOK = """\
title: {en: Careers}
version: 3
languages: [en]
contexts:
  work:
    window: 5
    en: [job, post]
variants:
  en:
    - [centre, center]
negators: {en: [not, never]}
roots:
  en: {went: go}
never: {en: [news]}
codes:
  - id: MOV
    tier: family
    name: {en: Moving}
  - id: MOV.UP
    parent: MOV
    origin: data
    name: {en: Promotion}
    not_when: {en: Sideways moves.}
    indicators:
      en:
        - promoted
        - rose through the ranks
        - {phrase: open, near: work, polarity: drop, level: exact, roots: {open: open}}
    documents:
      - {ref: 'ACT-1:2', norm: not_fulfilled, facet: age}
      - ACT-2
  - id: MOV.SIDE
    parent: MOV
    tier: extended
    not_when: {en: Promotions.}
  - {id: OLD, retired: 2, since: 2}
history:
  - {version: 1, op: create, codes: [MOV, MOV.UP, MOV.SIDE, OLD], reason: First.}
  - {version: 2, op: merge, codes: [OLD], into: MOV.UP, reason: The same.}
  - {version: 3, op: rename, codes: [MOV.UP], reason: Shorter.}
"""
WHO = {"by": "ana", "date": "2024-05-06", "reason": "Coders asked."}
OPERATIONS = {
    "create": {"codes": [], "entries": [{"id": "NEW"}]},
    "rename": {"codes": ["MOV.UP"], "name": {"en": "Rise"}},
    "redefine": {"codes": ["MOV.UP"], "definition": {"en": "A rise."}},
    "merge": {"codes": ["MOV.SIDE"], "into": "MOV.UP", "not_when": {"en": "Leaving."}},
    "split": {"codes": ["MOV.UP"], "entries": [{"id": "MOV.FAST"}, {"id": "MOV.SLOW"}]},
    "retire": {"codes": ["MOV.SIDE"]},
}


@pytest.fixture
def path(tmp_path):
    """A codebook on the disk."""
    path = tmp_path / "codebook.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def read(tmp_path, text):
    """The codebook with this text, and its errors."""
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    book, problems = read_codebook(path)
    return book, [p for p in problems if p.level == "error"]


def told(problems):
    """Row, rule and what came of each problem."""
    return [(p.row, p.rule, p.came) for p in problems]


# Reading


def test_a_code_is_read_with_all_it_has(path):
    """Its words, its indicators with their defaults, its documents, its line."""
    book, _ = read_codebook(path)

    assert book.codes["MOV.UP"] == Code(
        id="MOV.UP",
        parent="MOV",
        tier="core",
        origin="data",
        name={"en": "Promotion"},
        not_when={"en": "Sideways moves."},
        indicators=(
            Indicator("MOV.UP", "en", "promoted", "inflected"),
            Indicator("MOV.UP", "en", "rose through the ranks", "root"),
            Indicator("MOV.UP", "en", "open", "exact", near="work", polarity="drop", roots={"open": "open"}),
        ),
        documents=(DocumentLink("ACT-1:2", "not_fulfilled", "age"), DocumentLink("ACT-2")),
        line=19,
    )


def test_the_lists_above_the_codes_are_read(path):
    """Version, title, languages, contexts, spellings, negators, roots, and words that only look inflected."""
    book, _ = read_codebook(path)

    assert (book.version, book.title, book.languages) == (3, {"en": "Careers"}, ("en",))
    assert book.contexts == {"work": Context(5, {"en": ("job", "post")})}
    assert book.variants == {"en": (("centre", "center"),)}
    assert (book.negators, book.never) == ({"en": ("not", "never")}, {"en": ("news",)})
    assert book.roots == {"en": {"went": "go"}}


def test_a_codebook_that_is_not_there_is_a_problem(tmp_path):
    """An empty codebook, and what to do."""
    book, problems = read_codebook(tmp_path / "codebook.yaml", name="codebook/codebook.yaml")

    assert book == Codebook()
    assert [str(p) for p in problems] == [
        "codebook/codebook.yaml: a study has a codebook (got no file). Write one, or run jenjang new."
    ]


def test_a_codebook_that_cannot_be_read_keeps_its_row(tmp_path):
    """A double key in line 3, under the name the file has in the study."""
    book, problems = read(tmp_path, "codes:\n  - id: A\n    id: B\n")

    assert book == Codebook()
    assert told(problems) == [(3, "the YAML cannot be read (the key 'id' stands twice)", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("codes: A\n", (1, "a codebook has a list named codes", "none")),
        ("codes:\n  - A\n", (1, "each code has an id", "'A'")),
        ("codes:\n  - {id: A}\n  - {name: x}\n", (3, "each code has an id", "{'name': 'x'}")),
        ("codes:\n  - {id: A}\n  - {id: B}\n  - {id: A}\n", (4, "a code id stands once", "A")),
        ("codes:\n  - {id: A, parent: B}\n", (2, "A: a parent is a code", "B")),
        ("codes:\n  - {id: A, parent: A}\n", (2, "the tree of codes has no circle", "A > A")),
        ("codes:\n  - {id: A, name: Trust}\n", (2, "A: name is a mapping", "'Trust'")),
        ("codes:\n  - {id: A, since: two}\n", (2, "A: since is a whole number", "'two'")),
        ("codes:\n  - {id: A, documents: ACT-1}\n", (2, "A: documents is a list", "'ACT-1'")),
        ("codes:\n  - {id: A, documents: [{ref: X, norm: kept}]}\n", (2, None, "kept")),
        ("codes:\n  - {id: A, documents: [{ref: X, stance: supports}]}\n", (2, None, "stance: supports")),
        ("codes:\n  - {id: A, indicators: [x]}\n", (2, "A: indicators is a mapping", "['x']")),
        ("codes:\n  - {id: A, indicators: {en: bus}}\n", (2, "A: en is a list", "'bus'")),
        ("codes:\n  - {id: A, indicators: {en: [{level: x, phrase: bus}]}}\n", (2, None, "x")),
        ("codes:\n  - {id: A, indicators: {en: [{polarity: x, phrase: bus}]}}\n", (2, None, "x")),
        ("codes:\n  - {id: A, indicators: {en: [{level: exact}]}}\n", (2, "A: an indicator has a phrase", None)),
        ("codes:\n  - {id: A, indicators: {en: [bus, bus]}}\n", (2, "A: an indicator stands once", "bus (en)")),
        ("codes:\n  - {id: A, indicators: {en: [{phrase: x, near: w}]}}\n", (2, "A: near names a context", "w")),
        ("codes:\n  - {id: A, indicators: {en: [{phrase: x, roots: y}]}}\n", (2, "A: roots is a mapping", "'y'")),
        ("version: one\ncodes: []\n", (1, "version is a whole number", "'one'")),
        ("languages: en\ncodes: []\n", (1, "languages is a list", "'en'")),
        ("contexts: {work: [job]}\ncodes: []\n", (1, "work is a mapping", "['job']")),
        ("contexts: {work: {en: job}}\ncodes: []\n", (1, "en is a list", "'job'")),
        ("negators: {en: not}\ncodes: []\n", (1, "en is a list", "'not'")),
        ("codes: []\nhistory:\n  - {version: 1, op: burn, codes: []}\n", (3, None, "burn")),
        ("codes: []\nhistory:\n  - {version: x, op: create, codes: []}\n", (3, None, None)),
    ],
)
def test_what_is_wrong_with_a_codebook_is_told(tmp_path, text, expected):
    """One problem with its row, the rule and what came; never a traceback."""
    _, problems = read(tmp_path, text)
    row, rule, came = expected

    assert [p.row for p in problems] == [row]
    assert rule is None or problems[0].rule == rule
    assert came is None or problems[0].came == came


def test_all_problems_of_a_codebook_are_told_at_once(tmp_path):
    """Each member of a circle, an unknown parent with a suggestion, and a code that stands twice."""
    text = "codes:\n  - {id: A, parent: B}\n  - {id: B, parent: A}\n  - {id: C1, parent: C2}\n  - {id: C1}\n"
    _, problems = read(tmp_path, text)

    assert told(problems) == [
        (5, "a code id stands once", "C1"),
        (2, "the tree of codes has no circle", "A > B > A"),
        (3, "the tree of codes has no circle", "B > A > B"),
        (4, "C1: a parent is a code", "C2"),
    ]
    assert problems[-1].next_step == "Did you mean C1?"


def test_an_unfinished_definition_is_a_warning(path):
    """The fields that are missing in a language of the codebook; a family needs no example, a retired code nothing."""
    _, problems = read_codebook(path)

    assert [(p.row, p.level, p.came) for p in problems] == [
        (16, "warning", "no brief, definition, statement, use_when, not_when"),
        (19, "warning", "no brief, definition, statement, use_when, example"),
        (32, "warning", "no name, brief, definition, statement, use_when, example"),
    ]


# Asking


def test_an_unknown_code_is_refused_with_a_suggestion(path):
    """Did you mean: the ids that look like it, whatever their case."""
    book, _ = read_codebook(path)

    with pytest.raises(CodebookError, match=r"code 'mov\.upp' is not in the codebook\. Did you mean MOV\.UP"):
        book.code("mov.upp")
    assert book.did_you_mean("trust") == "See codebook/codebook.yaml."


def test_the_tree_is_asked_from_above_and_below(path):
    """Children, everything within, and parents, in the order of the file."""
    book, _ = read_codebook(path)

    assert book.children("MOV") == ["MOV.UP", "MOV.SIDE"]
    assert book.within("MOV") == ["MOV", "MOV.UP", "MOV.SIDE"]
    assert book.within("MOV.UP") == ["MOV.UP"]
    assert book.parents["MOV.UP"] == "MOV"


def test_codes_in_use_can_carry_segments(path):
    """No families, nothing retired."""
    book, _ = read_codebook(path)

    assert [code.id for code in book.in_use] == ["MOV.UP", "MOV.SIDE"]
    assert [book.usable(code) for code in ("MOV.UP", "MOV", "OLD", "NONE")] == [True, False, False, False]
    assert "OLD" in book
    assert "NONE" not in book


def test_a_merged_code_resolves_to_what_took_its_codings(path):
    """Along a chain of merges; a code that was not merged is itself."""
    change(path, "merge", ["MOV.UP"], into="MOV.SIDE", not_when={"en": "Leaving."}, **WHO)
    book, _ = read_codebook(path)

    assert {code: book.resolve(code) for code in ("OLD", "MOV.UP", "MOV.SIDE", "NONE")} == {
        "OLD": "MOV.SIDE",
        "MOV.UP": "MOV.SIDE",
        "MOV.SIDE": "MOV.SIDE",
        "NONE": "NONE",
    }


def test_merges_in_a_circle_come_to_an_end():
    """A history that was edited by hand does not hang the program."""
    history = ({"op": "merge", "codes": ["A"], "into": "B"}, {"op": "merge", "codes": ["B"], "into": "A"})

    assert Codebook(history=history).resolve("A") in ("A", "B")


def test_the_frame_has_one_row_per_code(path):
    """Indexed by id, with counts of indicators and documents; an empty codebook has the same columns."""
    book, _ = read_codebook(path)
    frame = book.to_frame()

    expected = pd.DataFrame(
        [
            ("MOV", "", "family", "Moving", "", "", 0, 0, 1, 0),
            ("MOV.UP", "MOV", "core", "Promotion", "", "", 3, 2, 1, 0),
            ("MOV.SIDE", "MOV", "extended", "", "", "", 0, 0, 1, 0),
            ("OLD", "", "core", "", "", "", 0, 0, 2, 2),
        ],
        columns=["code", "parent", "tier", "name", "brief", "statement", "indicators", "documents", "since", "retired"],
    ).set_index("code")
    pd.testing.assert_frame_equal(frame, expected)
    assert list(Codebook().to_frame().columns) == list(expected.columns)


# Measures of F03


def test_completeness_is_the_share_of_filled_fields():
    """F03: 12 codes of 6 fields each are 72, of which 63 are filled: 0.875 (families, which need no example)."""
    fields = [key for key in MANDATORY if key != "example"]
    codes = {
        f"C{n}": Code(f"C{n}", tier="family", **{key: {"en": "x"} for key in (fields if n < 9 else fields[:3])})
        for n in range(12)
    }

    assert completeness(Codebook(languages=("en",), codes=codes)) == (63, 72, 0.875)


def test_a_field_is_filled_in_all_languages():
    """English alone fills nothing of a codebook in two languages; a retired code is not counted."""
    both, one = {"en": "x", "id": "y"}, {"en": "x"}
    codes = {
        "A": Code("A", **dict.fromkeys(MANDATORY, both)),
        "B": Code("B", **dict.fromkeys(MANDATORY, one)),
        "C": Code("C", retired=2),
    }

    assert completeness(Codebook(languages=("en", "id"), codes=codes)) == (7, 14, 0.5)


def test_an_empty_codebook_has_no_completeness():
    """Nothing to fill: no share."""
    assert completeness(Codebook()) == (0, 0, None)


def test_codings_under_an_older_definition_have_drifted():
    """F03: MERIT is redefined in version 4; 17 of its 41 codings date from versions 1 to 3."""
    book = Codebook(history=({"version": 4, "op": "redefine", "codes": ["MERIT"]},))
    versions = [1] * 5 + [2] * 6 + [3] * 6 + [4] * 20 + [5] * 4
    codings = pd.DataFrame({"code": "MERIT", "codebook_version": versions})
    other = pd.DataFrame({"code": "OTHER", "codebook_version": [1, 2]})

    again = drift(book, pd.concat([other, codings], ignore_index=True))
    expected = pd.DataFrame({"code": "MERIT", "codebook_version": versions[:17], "since": 4}, index=range(2, 19))
    pd.testing.assert_frame_equal(again, expected)


@pytest.mark.parametrize(
    ("entry", "drifted"),
    [
        ({"op": "redefine", "codes": ["A"]}, ["A"]),
        ({"op": "merge", "codes": ["A"], "into": "B"}, ["A", "B"]),
        ({"op": "split", "codes": ["A"], "into_codes": ["B", "C"]}, ["A"]),
        ({"op": "rename", "codes": ["A"]}, []),
        ({"op": "create", "codes": ["A"]}, []),
        ({"op": "retire", "codes": ["A"]}, []),
    ],
)
def test_only_a_changed_meaning_drifts(entry, drifted):
    """Redefining, merging (both sides) and splitting ask for re-reading; a new name does not."""
    codings = pd.DataFrame({"code": ["A", "B", "C"], "codebook_version": 1})

    assert list(drift(Codebook(history=({"version": 2, **entry},)), codings)["code"]) == drifted


def test_without_codings_nothing_has_drifted():
    """An empty frame stays empty and gains the column."""
    codings = pd.DataFrame({"code": pd.Series(dtype=str), "codebook_version": pd.Series(dtype=int)})
    book = Codebook(history=({"version": 2, "op": "redefine", "codes": ["A"]},))

    assert drift(book, codings).shape == (0, 3)


# Changing


@pytest.mark.parametrize("op", OPERATIONS)
def test_each_operation_makes_a_new_version_with_its_reason(path, op):
    """One version on, one entry in the history: who, when, what, why; what is returned stands in the file."""
    book = change(path, op, **OPERATIONS[op], **WHO)
    again, problems = read_codebook(path)

    assert again == book
    assert [p for p in problems if p.level == "error"] == []
    assert book.version == 4
    assert len(book.history) == 4
    last = book.history[-1]
    assert {key: last[key] for key in ("version", "op", *WHO)} == {"version": 4, "op": op, **WHO}


def test_what_each_operation_does(path, tmp_path):
    """`since` moves where the meaning changes, `retired` where a code goes out of use, the history keeps the rest."""
    text = path.read_text(encoding="utf-8")
    done = {}
    for op, what in OPERATIONS.items():
        path.write_text(text, encoding="utf-8")
        book = change(path, op, **what, **WHO)
        state = {c.id: (c.since, c.retired) for c in book.codes.values() if c.id not in ("MOV", "OLD")}
        done[op] = state, {k: v for k, v in book.history[-1].items() if k not in ("version", "op", *WHO)}

    up, side = (1, 0), (1, 0)
    assert done == {
        "create": ({"MOV.UP": up, "MOV.SIDE": side, "NEW": (4, 0)}, {"codes": ["NEW"]}),
        "rename": (
            {"MOV.UP": up, "MOV.SIDE": side},
            {"codes": ["MOV.UP"], "was": {"MOV.UP": {"name": {"en": "Promotion"}}}},
        ),
        "redefine": ({"MOV.UP": (4, 0), "MOV.SIDE": side}, {"codes": ["MOV.UP"], "was": {"MOV.UP": {}}}),
        "merge": (
            {"MOV.UP": (4, 0), "MOV.SIDE": (1, 4)},
            {"codes": ["MOV.SIDE"], "into": "MOV.UP", "was": {"MOV.UP": {"not_when": {"en": "Sideways moves."}}}},
        ),
        "split": (
            {"MOV.UP": (4, 4), "MOV.SIDE": side, "MOV.FAST": (4, 0), "MOV.SLOW": (4, 0)},
            {"codes": ["MOV.UP"], "into_codes": ["MOV.FAST", "MOV.SLOW"]},
        ),
        "retire": ({"MOV.UP": up, "MOV.SIDE": (1, 4)}, {"codes": ["MOV.SIDE"]}),
    }


def test_the_new_wording_holds(path):
    """What was given stands in the code, everything else stays."""
    before = read_codebook(path)[0].codes["MOV.UP"]
    after = change(path, "redefine", ["MOV.UP"], definition={"en": "A rise."}, brief={"en": "Up"}, **WHO).codes[
        "MOV.UP"
    ]

    assert (after.definition, after.brief) == ({"en": "A rise."}, {"en": "Up"})
    assert (after.name, after.not_when, after.indicators) == (before.name, before.not_when, before.indicators)


def test_merging_codes_that_exclude_different_things_stops(path):
    """F03: conflicting texts of when not to use must be settled before two codes become one."""
    before = path.read_bytes()

    with pytest.raises(CodebookError, match=r"MOV\.SIDE, MOV\.UP differ in when not to use them"):
        change(path, "merge", ["MOV.SIDE"], into="MOV.UP", **WHO)
    assert path.read_bytes() == before


def test_merging_codes_that_exclude_the_same_goes_on(path):
    """Nothing to settle, nothing to write anew."""
    path.write_text(BOOK.replace("Promotions.", "Sideways moves."), encoding="utf-8")
    book = change(path, "merge", ["MOV.SIDE", "MOV.UP"], into="MOV.UP", **WHO)

    assert book.codes["MOV.UP"].not_when == {"en": "Sideways moves."}
    assert book.history[-1]["codes"] == ["MOV.SIDE"]
    assert not book.usable("MOV.SIDE")


@pytest.mark.parametrize(
    ("op", "what", "message"),
    [
        ("burn", {"codes": ["MOV.UP"]}, "an operation is one of create, rename, .*got 'burn'"),
        ("retire", {"codes": ["MOV.UPP"]}, "code 'MOV.UPP' is not in the codebook. Did you mean MOV.UP"),
        ("retire", {"codes": ["OLD"]}, "a code that changes is in use .got OLD, retired in version 2"),
        ("merge", {"codes": ["MOV.UP"], "into": "OLD"}, "got OLD, retired in version 2"),
        ("retire", {"codes": []}, "retire works on codes .got no codes"),
        ("retire", {"codes": ["MOV.UP"], "into": "MOV.SIDE"}, "retire works on codes .got into as well"),
        ("retire", {"codes": ["MOV.UP"], "name": {"en": "x"}}, "retire takes no wording .got name"),
        ("create", {"codes": []}, "create works on entries .got no entries"),
        ("create", {"codes": ["MOV.UP"], "entries": [{"id": "NEW"}]}, "got codes as well"),
        ("create", {"codes": [], "entries": [{"id": "MOV.UP"}]}, "a new code has a new id .got MOV.UP"),
        ("create", {"codes": [], "entries": [{"tier": "core"}]}, "a new code has a new id .got None"),
        ("create", {"codes": [], "entries": [{"id": "A"}, {"id": "A"}]}, "a code id stands once"),
        ("create", {"codes": [], "entries": [{"id": "A", "parent": "B"}]}, "a parent is a code"),
        ("rename", {"codes": ["MOV.UP"]}, "rename works on codes and name .got no name"),
        ("rename", {"codes": ["MOV.UP"], "definition": {"en": "x"}}, "rename takes name .got definition"),
        ("redefine", {"codes": ["MOV.UP"]}, "redefine works on codes and a new wording .got no new wording"),
        ("redefine", {"codes": ["MOV.UP"], "defintion": {"en": "x"}}, "redefine takes name, .*got defintion"),
        ("redefine", {"codes": ["MOV.UP"], "definition": "x"}, "definition is a mapping"),
        ("merge", {"codes": ["MOV.UP"]}, "merge works on codes and into .got no into"),
        ("merge", {"codes": ["MOV.UP"], "into": "MOV.UP"}, "got no codes"),
        ("split", {"codes": ["MOV.UP"]}, "split works on codes and entries .got no entries"),
    ],
)
def test_a_change_that_says_too_little_or_too_much_is_refused(path, op, what, message):
    """What the operation works on, what came; the file stays as it was."""
    before = path.read_bytes()

    with pytest.raises(CodebookError, match=message):
        change(path, op, **what, **WHO)
    assert path.read_bytes() == before


def test_a_change_has_a_reason(path):
    """Blank is none."""
    with pytest.raises(CodebookError, match="has a reason"):
        change(path, "retire", ["MOV.UP"], by="ana", date="2024-05-06", reason=" ")


def test_a_broken_codebook_is_mended_before_it_is_changed(path):
    """Its first error is told."""
    path.write_text(BOOK.replace("parent: MOV", "parent: MAV"), encoding="utf-8")

    with pytest.raises(CodebookError, match="a parent is a code"):
        change(path, "retire", ["MOV.UP"], **WHO)


# Layout


def test_one_change_is_a_small_diff(path):
    """After the first writing in the layout, a new name touches its own lines, the version and the history."""
    change(path, "rename", ["MOV.SIDE"], name={"en": "Transfer"}, **WHO)
    before = path.read_text(encoding="utf-8").splitlines()
    change(path, "rename", ["MOV.SIDE"], name={"en": "Move"}, **WHO)
    after = path.read_text(encoding="utf-8").splitlines()

    assert [line for line in before if line not in after] == ["version: 4", "    name: {en: Transfer}"]
    assert len(after) - len(before) == 9


def test_the_layout_is_stable(path):
    """Writing what was read of a written codebook gives the same bytes."""
    text = codebook_text(parse_yaml(BOOK, "codebook.yaml"))

    assert codebook_text(parse_yaml(text, "codebook.yaml")) == text
    assert parse_yaml(text, "codebook.yaml") == parse_yaml(BOOK, "codebook.yaml")


@pytest.mark.parametrize("data", [{"codes": []}, {"version": 1, "codes": [{"id": "A"}]}, {"codes": [{"id": "no"}]}])
def test_a_small_codebook_is_written_so_that_it_is_read(tmp_path, data):
    """No head, a head of one key, no codes at all."""
    book, problems = read(tmp_path, codebook_text(data))

    assert problems == []
    assert list(book.codes) == [entry["id"] for entry in data["codes"]]


TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120),
    st.sampled_from(["no", "2024-05-06", "a: b", "- x", "{en: x}", "two\nlines\n\nand more", "é😀", "'", '"', "#"]),
)
BY_LANGUAGE = st.dictionaries(st.sampled_from(["en", "id", "no"]), TEXT)
ENTRY = st.fixed_dictionaries(
    {"id": st.sampled_from(["A", "B.C", "no"])},
    optional={
        **dict.fromkeys(WORDS, BY_LANGUAGE),
        "indicators": st.dictionaries(st.sampled_from(["en", "id"]), st.lists(TEXT, max_size=4)),
        "documents": st.lists(st.fixed_dictionaries({"ref": TEXT, "norm": st.just("silent")}), max_size=2),
        "since": st.integers(1, 9),
    },
)


@settings(max_examples=50)
@given(st.lists(ENTRY, max_size=3), BY_LANGUAGE, st.lists(TEXT, max_size=3))
def test_a_codebook_is_read_as_it_was_written(codes, title, reasons):
    """Any words, in any language, come back from the layout equal, up to their normal form."""
    history = [{"version": n, "op": "create", "codes": ["A"], "reason": reason} for n, reason in enumerate(reasons)]
    data = {"title": title, "version": 2, "codes": codes, "history": history}

    assert parse_yaml(codebook_text(data), "codebook.yaml") == _nfc(data)


def _nfc(value):
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, list):
        return [_nfc(item) for item in value]
    return {key: _nfc(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("old", "new", "rule", "step"),
    [
        ("    tier: family", "    teir: family", "has a key that the program reads", "Did you mean tier?"),
        ("    tier: family", "    tier: famly", "tier is one of family, core, extended", "Write one of them."),
        ("contexts:", "contxts:", "a codebook has a key that the program reads", "Did you mean contexts?"),
    ],
)
def test_a_misspelt_key_is_told(tmp_path: Path, old: str, new: str, rule: str, step: str) -> None:
    """What stands under a misspelt key, or a code of an unknown tier, would leave the displays in silence."""
    path = tmp_path / "codebook.yaml"
    path.write_text(BOOK.replace(old, new, 1), encoding="utf-8")
    problems = [p for p in read_codebook(path)[1] if p.rule.endswith(rule)]

    assert [(p.level, p.next_step) for p in problems] == [("error", step)]
