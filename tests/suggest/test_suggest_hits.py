"""Which phrases are found in a text, and which of them count."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from analysis.codebook import Codebook, Context
from analysis.errors import CodebookError
from analysis.model import Code, Indicator
from analysis.suggest import make_nlp
from analysis.suggest.component import SPANS, Suggester
from analysis.suggest.rules import Rules
from analysis.suggest.words import is_word, listed

CAREER = {"career": Context(3, {"id": ("jabatan", "karier"), "en": ("career",)})}
VARIANTS = {
    "id": (
        ("karier", "karir", "career"),
        ("tidak", "enggak", "nggak", "gak"),
        ("diberi tahu", "diberitahu"),
        ("cuma", "hanya"),
    )
}


def book(phrases: Mapping[str, Iterable[Any]], **lists: Any) -> Codebook:
    """A codebook of codes with phrases: a text in Indonesian at root level, or (language, phrase, level, fields)."""
    codes = {}
    for code, given in phrases.items():
        rows = [(p if isinstance(p, tuple) else ("id", p, "root")) for p in given]
        found = tuple(Indicator(code, r[0], r[1], r[2], **(r[3] if len(r) > 3 else {})) for r in rows)
        codes[code] = Code(code, indicators=found)
    return Codebook(codes=codes, **lists)


def found(codebook: Codebook, text: str) -> list[tuple[str, str]]:
    """The hits in reading order: code (with ! where denied) and words."""
    doc = make_nlp(codebook)(text)
    return [(span.label_ + "!" * span._.negated, span.text) for span in doc.spans[SPANS]]


@pytest.mark.parametrize(
    ("level", "word", "hits"),
    [
        ("exact", "Promosi", ["Promosi"]),
        ("surface", "promosi", ["promosi", "Promosi"]),
        ("inflected", "promosi", ["promosi", "Promosi", "promosinya", "dipromosikan"]),
        ("inflected", "penilaian", ["penilaiannya"]),
        ("root", "penilaian", ["penilaiannya", "dinilai", "nilai"]),
        ("exact", "SKP", ["SKP", "SKP-nya"]),
        ("inflected", "ditempatkan", ["menempatkan"]),
        ("root", "ditempatkan", ["menempatkan", "tempatnya", "penempatan"]),
    ],
)
def test_levels(level: str, word: str, hits: list[str]) -> None:
    """Each level lets in more forms than the one before."""
    text = (
        "promosi / Promosi / promosinya / dipromosikan / penilaiannya / dinilai / nilai / SKP / skp / SKPD / "
        "SKP-nya / menempatkan / tempatnya / penempatan"
    )

    assert [quote for _, quote in found(book({"A": [("id", word, level)]}), text)] == hits


def test_phrases_across_lines_hyphens_and_commas() -> None:
    """Spaces, line ends, hyphens and the commas of a phrase do not part its words."""
    codes = book({"A": [("en", "merit-based", "root"), "kualifikasi, kompetensi, dan kinerja"]})

    text = "Merit based, merit-based; merit  \n based. Kualifikasi kompetensi dan kinerja"
    assert found(codes, text) == [
        ("A", "Merit based"),
        ("A", "merit-based"),
        ("A", "merit  \n based"),
        ("A", "Kualifikasi kompetensi dan kinerja"),
    ]


def test_equal_spellings() -> None:
    """All forms of a group count as the first, also where one of them is several words."""
    codes = book({"A": ["jenjang karier", "tidak diberi tahu"]}, variants=VARIANTS)

    text = "Jenjang karirnya? Jenjang career? Gak diberitahu. Enggak diberi tahu!"
    assert [quote for _, quote in found(codes, text)] == [
        "Jenjang karirnya",
        "Jenjang career",
        "Gak diberitahu",
        "Enggak diberi tahu",
    ]


def test_mixed_languages() -> None:
    """English words in Indonesian dress count for English phrases, at the levels that allow it."""
    codes = book({"A": [("en", "training", "inflected"), ("en", "skill", "root"), "mutasi"]})

    text = "Dia di-training, skill-nya naik, skillnya bagus, ditraining lagi, di-mutasi, trains"
    assert [quote for _, quote in found(codes, text)] == [
        "di-training",
        "skill-nya",
        "skillnya",
        "ditraining",
        "di-mutasi",
        "trains",
    ]


def test_one_word_in_two_languages() -> None:
    """A word that is a phrase of both languages is found for both, with the forms of each."""
    codes = book({"A": [("id", "mentor", "inflected")], "B": [("en", "mentor", "inflected")]})

    assert found(codes, "mentornya mentors mentor") == [
        ("A", "mentornya"),
        ("B", "mentornya"),
        ("B", "mentors"),
        ("A", "mentor"),
        ("B", "mentor"),
    ]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Tidak ada promosi", True),
        ("Saya belum pernah ikut promosi", True),
        ("Tidak ada uang, promosi jalan", False),
        ("Tidak adil tapi promosi jalan", False),
        ("Tidak hanya promosi", False),
        ("Bukan cuma promosi", False),
        ("Nggak cuma soal promosi", False),
        ("Tidaklah ada promosi", True),
        ("Promosi masih kurang", True),
        ("Promosi kurang lebih sama", False),
        ("Promosi di sini masih kurang", False),
        ("There isn't any promosi", True),
        ("There isn’t any promosi", True),
        ("Not only promosi", False),
        ("Tidak satu dua tiga empat promosi", False),
        ("Tidak ada “promosi”", True),
        ("SK No. 5 promosi", False),
    ],
)
def test_negation(text: str, denied: bool) -> None:
    """A negator counts within four words of the same clause, unless it is taken back."""
    codes = book({"A": ["promosi", ("en", "unheard", "root")]}, variants=VARIANTS)

    assert [code for code, _ in found(codes, text)] == ["A!" if denied else "A"]


def test_polarity() -> None:
    """What a negation does to the suggestion is the codebook's choice."""
    codes = book({p.upper(): [("id", "adil", "root", {"polarity": p})] for p in ("keep", "flag", "drop", "require")})

    assert [code for code, _ in found(codes, "tidak adil")] == ["FLAG!", "KEEP", "REQUIRE!"]
    assert [code for code, _ in found(codes, "memang adil")] == ["DROP", "FLAG", "KEEP"]


def test_negators_of_the_codebook() -> None:
    """Where the codebook names negators, they alone count, in all their spellings."""
    codes = book({"A": ["promosi"]}, variants=VARIANTS, negators={"id": ("tidak", "sama sekali")})

    hits = [found(codes, f"{words} promosi")[0][0] for words in ("gak", "sama sekali", "belum")]
    assert hits == ["A!", "A!", "A"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("adil dalam satu jabatannya", True),
        ("adil dalam satu dua jabatan", False),
        ("karir, memang (ya) adil", True),
        ("career yang adil", True),
        ("adil saja", False),
        ("keadilan", False),
    ],
)
def test_near(text: str, counts: bool) -> None:
    """A general word counts only with a context word within the window, marks not counted."""
    codes = book({"A": [("id", "adil", "root", {"near": "career"})]}, contexts=CAREER, variants=VARIANTS)

    assert bool(found(codes, text)) is counts


def test_a_context_word_inside_the_hit_does_not_count() -> None:
    """The context stands beside the phrase, not in it."""
    codes = book({"A": [("id", "jabatan adil", "root", {"near": "career"})]}, contexts=CAREER)

    assert found(codes, "jabatan adil") == []
    assert found(codes, "karier jabatan adil") == [("A", "jabatan adil")]


def test_longest_hit() -> None:
    """The longest counts within a code and across codes; equal stretches and crossing ones stay."""
    codes = book(
        {"A": ["mentok", "pola karier"], "B": ["mentok di anggaran"], "C": ["pola karier"], "D": ["karier naik"]}
    )

    assert found(codes, "mentok di anggaran, pola karier naik, mentok") == [
        ("B", "mentok di anggaran"),
        ("A", "pola karier"),
        ("C", "pola karier"),
        ("D", "karier naik"),
        ("A", "mentok"),
    ]


def test_hits_of_one_code_do_not_overlap() -> None:
    """Of equal and crossing stretches of one code one counts: the longest, then the stricter, then the first."""
    codes = book({"A": ["alih tugas", "tugas belajar lagi", ("id", "diklat", "exact"), ("en", "diklat", "root")]})
    doc = make_nlp(codes)("alih tugas belajar lagi, diklat")

    assert [(span.text, span._.rule) for span in doc.spans[SPANS]] == [
        ("tugas belajar lagi", "A/id/tugas belajar lagi"),
        ("diklat", "A/id/diklat"),
    ]


def test_a_hit_that_does_not_count_hides_nothing() -> None:
    """A longer phrase that lacks its context leaves the shorter one in place."""
    codes = book({"A": ["mentok"], "B": [("id", "mentok terus", "root", {"near": "career"})]}, contexts=CAREER)

    assert found(codes, "mentok terus") == [("A", "mentok")]


def test_what_suggests_nothing() -> None:
    """Families, retired codes and machine-translated phrases are left out."""
    codes = {
        "F": Code("F", tier="family", indicators=(Indicator("F", "en", "career", "root"),)),
        "R": Code("R", retired=2, indicators=(Indicator("R", "en", "career", "root"),)),
        "M": Code("M", indicators=(Indicator("M", "en", "career", "root", register="machine-translated"),)),
    }

    assert found(Codebook(codes=codes), "career") == []
    assert found(Codebook(), "career") == []


def test_spanish() -> None:
    """A codebook in another language needs no change of program."""
    codes = book({"A": [("es", "ascenso", "inflected"), ("es", "evaluación justa", "root")]})

    assert found(codes, "Los ascensos no llegan; sin evaluaciones justas. No solo ascensos.") == [
        ("A", "ascensos"),
        ("A!", "evaluaciones justas"),
        ("A", "ascensos"),
    ]


def test_english() -> None:
    """An English codebook finds derivations at root level and inflections below."""
    codes = book({"A": [("en", "get promoted", "root")], "B": [("en", "mentor", "inflected")]})

    assert found(codes, "She gets promotion from her mentors' mentoring, never mentorship") == [
        ("A", "gets promotion"),
        ("B", "mentors"),
        ("B", "mentoring"),
    ]


def version(codebook: Codebook) -> str:
    """The version of the only hit in a text."""
    doc = make_nlp(codebook)("karier yang adil")
    (span,) = doc.spans[SPANS]
    assert span._.rule == f"{span.label_}/id/adil"
    return str(span._.rule_version)


def test_rule_version() -> None:
    """The version changes with what the rule matches, and with nothing else."""
    plain = book({"A": ["adil"]})
    wider = {"career": Context(4, CAREER["career"].words)}
    near = book({"A": [("id", "adil", "root", {"near": "career"})]}, contexts=CAREER)
    same = [plain, book({"A": ["adil"], "B": ["promosi"]}), book({"A": ["adil"]}, variants=VARIANTS)]
    other = [
        book({"A": [("id", "adil", "surface")]}),
        near,
        book({"A": [("id", "adil", "root", {"near": "career"})]}, contexts=wider),
        book({"A": [("id", "adil", "root", {"polarity": "drop"})]}),
        book({"A": ["adil"]}, roots={"id": {"adil": "adl"}}),
        book({"A": ["adil"]}, variants={"id": (("adil", "fair"),)}),
        book({"A": ["adil"]}, never={"id": ("peradilan",)}),
    ]

    assert len({version(codebook) for codebook in same}) == 1
    assert len({version(codebook) for codebook in [plain, *other]}) == 1 + len(other)
    assert len(version(plain)) == 8


def test_a_root_of_the_researcher() -> None:
    """A root given by phrase or by codebook goes before the proposed one."""
    assert found(book({"A": [("id", "kinerja", "root")]}), "bekerja") == []
    assert found(book({"A": [("id", "kinerja", "root", {"roots": {"kinerja": "kerja"}})]}), "bekerja") == [
        ("A", "bekerja")
    ]
    assert found(book({"A": ["kinerja"]}, roots={"id": {"kinerja": "kerja"}}), "bekerja") == [("A", "bekerja")]


def test_errors_of_the_codebook() -> None:
    """A phrase without words, a missing context and a word with two roots are said."""
    two = {"A": [("id", "a b", "root", {"roots": {"a": "x"}})], "B": [("id", "a c", "root", {"roots": {"a": "y"}})]}
    for wrong, words in [
        (book({"A": ["?!"]}), "a phrase holds a word"),
        (book({"A": [("id", "adil", "root", {"near": "x"})]}), "near names a context"),
        (book(two), "a word has one root"),
    ]:
        with pytest.raises(CodebookError, match=words):
            make_nlp(wrong)


PHRASES: dict[str, list[Any]] = {
    "A": ["pengembangan karier", "penilaian", "tidak adil", ("en", "merit-based training", "root")],
    "B": [
        "nilai",
        ("id", "SKP", "exact"),
        ("id", "ditempatkan", "inflected"),
        ("id", "adil", "root", {"near": "career"}),
    ],
    "C": [("en", "training", "surface"), "penilaian SKP", ("id", "mutasi", "inflected", {"polarity": "drop"})],
}
WORDS = listed(
    "pengembangan mengembangkan karirnya karier career penilaian dinilai nilai-nilai tidak gak adil keadilan merit "
    "merit-based based training train di-training trainings SKP SKP-nya skp penempatan menempatkan tempat mutasi "
    "di-mutasi mutasinya hanya tapi dan yang jabatan , . - ( ada"
)


def naive(rules: Rules, words: list[str]) -> list[tuple[int, int, str, bool, str]]:
    """Every rule at every place, without keys, caches or matcher, and the longest by its definition."""

    def holds(row: Any, at: int) -> bool:
        return at + len(row) <= len(words) and all(rules.fits(words[at + i], want) for i, want in enumerate(row))

    def places(rows: Any) -> list[tuple[int, int]]:
        return [(at, at + len(row)) for row in rows for at in range(len(words)) if holds(row, at)]

    def gap(one: tuple[int, int], two: tuple[int, int]) -> int:
        first, second = sorted((one, two))
        return sum(map(is_word, words[first[1] : second[0]])) if first[1] <= second[0] else 1000

    hits = set()
    for rule in rules.rules:
        near = places(rules.contexts[rule.context]) if rule.context else []
        for place in places(rule.alternatives):
            denied = rules.negation.denies(words[: place[0]], words[place[1] :])
            if rule.context and not any(gap(place, other) < rule.window for other in near):
                continue
            if not (denied and rule.polarity == "drop"):
                hits.add((*place, rule.code, denied, rule.id))
    kept: list[tuple[int, int, str, bool, str]] = []
    levels = {rule.id: ("exact", "surface", "inflected", "root").index(rule.level) for rule in rules.rules}
    for hit in sorted(hits, key=lambda h: (h[0] - h[1], h[0], levels[h[4]], h[4])):
        if not any(k[2] == hit[2] and k[0] < hit[1] and hit[0] < k[1] for k in kept):
            kept.append(hit)
    return sorted(h for h in kept if not any(k[0] <= h[0] and h[1] <= k[1] and k[1] - k[0] > h[1] - h[0] for k in kept))


@pytest.mark.parametrize("seed", range(8))
def test_equal_to_a_naive_matcher(seed: int) -> None:
    """Keys, caches and the matcher change nothing but the time: the same rows as trying every rule everywhere."""
    nlp = make_nlp(book(PHRASES, contexts=CAREER, variants=VARIANTS))
    component = nlp.get_pipe("jenjang_suggest")
    assert isinstance(component, Suggester) and component.rules is not None
    rng = random.Random(seed)
    n = 0
    for _ in range(40):
        doc = nlp(" ".join(rng.choices(WORDS, k=25)))
        words = [token.text for token in doc]
        got = [(s.start, s.end, s.label_, s._.negated, s._.rule) for s in doc.spans[SPANS]]
        assert sorted(got) == naive(component.rules, words)
        n += len(got)
    assert n > 100
