"""Detectors help a person look: what they find in two small labelled texts, and what they pass over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sources.identifiers import FIRST, find_identifiers, ordinary_words
from analysis.sources.patterns import Patterns, read_kept, read_patterns
from analysis.tables import write_text

STUDY = Path(__file__).parents[2] / "interviews/patterns.yaml"
INDONESIAN = (
    "Waktu itu <<Kepala Bagian Umum>> bilang ke Pak <<Hendra Wijaya>>, tolong hubungi Bu <<Ratna>>. "
    "Nomornya <<0812-3456-7890>>, suratnya ke <<hendra.w@contoh.id>>. Bapak juga tahu, kan? "
    "Saya lahir <<12 Agustus 1979>> di Kecamatan <<Pujut>>, NIP saya <<19790812 200501 1 002>>. "
    "Golongan saya <<III/d>>. Tahukah Ibu, uangnya Rp2.080.000 waktu itu. Teman saya <<Wahyuni>> pindah ke "
    "<<Dinas Kesehatan>>. Drs. Lalu <<Suparman>> yang tanda tangan, lalu kami pulang. Kami senang."
)
ENGLISH = (
    "Then Mr <<Jonathan Reed>> rang the ward at <<+44 20 7946 0018>>. I told Dr. <<Okafor>> what I knew. "
    "We met on <<March 3, 2021>> near <<Leeds>>, and <<Sister Mary>>'s notes were lost. The budget was 1,250,000. "
    "Ask <<@nightnurse>> or see <<https://ward.example/rota?x=1>>. Nobody did. On <<2021-03-12>> it began."
)
ENGLISH_PATTERNS = Patterns(titles=("Mr", "Dr."), months=("March",), posts=("Sister",))


def labelled(text: str) -> tuple[str, set[str]]:
    """The text without its marks, and the forms between them."""
    parts = text.replace(">>", "<<").split("<<")
    return "".join(parts), set(parts[1::2])


def found_in(text: str, patterns: Patterns) -> dict[str, int]:
    """Form -> rank."""
    ordinary = ordinary_words([text, "kami teman saya tahu juga waktu lalu"], patterns.ordinary)
    return {hit.form: hit.rank for hit in find_identifiers(text, patterns, ordinary=ordinary, known={"P01"})}


@pytest.mark.parametrize(
    ("text", "patterns"),
    [(INDONESIAN, read_patterns(STUDY, "")[0]), (ENGLISH, ENGLISH_PATTERNS)],
    ids=["Indonesian, the study's patterns", "English, another case's"],
)
def test_everybody_who_is_named_is_found_and_hardly_anything_else(text: str, patterns: Patterns) -> None:
    """Recall is 1; what else is found is the first word of a sentence."""
    plain, wanted = labelled(text)
    found = found_in(plain, patterns)

    assert wanted - set(found) == set()
    assert {form for form, rank in found.items() if rank < FIRST} - wanted == set()


def test_without_patterns_capitals_are_left() -> None:
    """The program lists no title and no place: names still stand out by their capital."""
    plain, _ = labelled(ENGLISH)

    assert {"Jonathan Reed", "Leeds", "Okafor"} <= {
        form.removeprefix("Then Mr ") for form in found_in(plain, Patterns())
    }


@pytest.mark.parametrize(
    ("text", "rank"),
    [("Budi datang.", FIRST), ("Ya. Budi datang.", FIRST), ("itu Budi.", 2), ("“Budi datang.”", FIRST)],
)
def test_first_words_rank_last_and_are_not_dropped(text: str, rank: int) -> None:
    """Where a sentence begins, every word has a capital."""
    assert found_in(text, Patterns())["Budi"] == rank


def test_labels_and_ids_name_nobody() -> None:
    """What stands for somebody already is passed over; so are amounts of money and lone initials."""
    patterns = Patterns(titles=("Mr",))

    assert found_in("lalu P01 dan [P-04] bayar 2.500.000 ke [ORG-3] kata Mr L. itu", patterns) == {}


def test_an_ordinary_word_stands_oftener_in_lower_case() -> None:
    """A capital alone makes no name of it; a name that was typed in lower case once stays one."""
    ordinary = ordinary_words(["ini bunga, itu Bunga, bunga", "kata Budi, kata Budi, kata budi"])

    assert ordinary.holds("Bunga")
    assert not ordinary.holds("Budi")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Hits lie in the text, in order, and none overlaps another."""
    patterns = Patterns(titles=("Pak", "Drs."), particles=("bin",), suffixes=("nya",), months=("Mei",))
    hits = find_identifiers(text, patterns, known={"P01"})

    assert all(text[hit.start : hit.end] == hit.form for hit in hits)
    assert all(a.end <= b.start for a, b in zip(hits, hits[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tittles: [Mr]\n", "a key of patterns"),
        ("titles: Mr\n", "titles is a list of words"),
        ("months: [2021]\n", "months is a list of words"),
        ("forms:\n  - {name: x, class: number, match: '('}\n", "a match is a regular expression"),
        ("forms:\n  - {name: x, class: number, match: 'a*'}\n", "at least one character"),
        ("forms:\n  - {name: x, class: animal, match: 'a'}\n", "a class is one of"),
        ("forms: [x]\n", "a form has a name, a class and a match"),
        ("- x\n", "patterns are lists under keys"),
        ("titles: [\n", "cannot be read"),
    ],
)
def test_a_pattern_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """A problem for each slip, and the rest is taken."""
    write_text(tmp_path / "patterns.yaml", text)
    _, problems = read_patterns(tmp_path / "patterns.yaml", "interviews/patterns.yaml")

    assert len(problems) == 1
    assert said in str(problems[0])


def test_what_is_kept_has_a_reason(tmp_path: Path) -> None:
    """A row without one is a problem, and keeps nothing."""
    write_text(tmp_path / "kept.csv", "form,class,reason\nLeeds,place,a town\nReed,person,\n")
    kept, problems = read_kept(tmp_path / "kept.csv", "interviews/kept.csv")

    assert kept == {"Leeds": "a town"}
    assert [p.row for p in problems] == [3]
