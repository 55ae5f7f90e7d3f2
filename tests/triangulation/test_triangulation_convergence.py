"""Convergence coding matrix (F08), its assessment and completeness (F09), and the profiles that they compare."""

from itertools import combinations
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from analysis.codebook import Codebook
from analysis.errors import TriangulationError
from analysis.model import Code, Participant, Passage, Question, Source
from analysis.triangulation import (
    PAIR_COLUMNS,
    PROFILE_COLUMNS,
    Comparison,
    Profile,
    SourceSet,
    assess,
    build_profiles,
    compare,
    convergence,
    profiles_frame,
    unique_examples,
)


def examples(words: str) -> frozenset[str]:
    return frozenset(words.split())


# F08, "promotion information is available", in the toy study T8.
T8 = {
    "senior": Profile(3, 3, 1, examples("announce cat open")),
    "supervisory": Profile(3, 2, -1, examples("unaware")),
    "documents": Profile(2, 2, 1, examples("announce open")),
    "external": Profile(2, 0, silence="not_asked"),
}


def plain(frame: pd.DataFrame) -> list[list[object]]:
    """The cells row by row, None for what is missing."""
    return frame.astype(object).where(frame.notna(), None).values.tolist()


def test_senior_against_supervisory() -> None:
    """F08: dissonance and contradiction; prominence differs by 0.333, Jaccard is 0."""
    assert compare(T8["senior"], T8["supervisory"]) == Comparison(
        "dissonance", True, approx(0.333, abs=0.0005), 0.0, False, False
    )


def test_senior_against_documents() -> None:
    """F08: agreement; prominence is the same, Jaccard is 0.667."""
    assert compare(T8["senior"], T8["documents"]) == Comparison(
        "agreement", False, 0.0, approx(0.667, abs=0.0005), True, True
    )


def test_supervisory_against_documents() -> None:
    """F08: dissonance and contradiction, whichever side is named first."""
    expected = Comparison("dissonance", True, approx(0.333, abs=0.0005), 0.0, False, False)

    assert compare(T8["supervisory"], T8["documents"]) == expected
    assert compare(T8["documents"], T8["supervisory"]) == expected


@pytest.mark.parametrize("other", ["senior", "supervisory", "documents"])
def test_the_three_pairs_with_external(other: str) -> None:
    """F08: where exactly one side says nothing the outcome is silence, with the kind that the silent side has."""
    assert compare(T8[other], T8["external"]) == Comparison("silence", silence="not_asked")
    assert compare(T8["external"], T8[other]) == Comparison("silence", silence="not_asked")


def test_the_whole_matrix() -> None:
    """F08: six pairs in the order of the sets; the thresholds stand with the table."""
    frame = convergence({"info": T8})
    third, two_thirds = approx(0.333, abs=0.0005), approx(0.667, abs=0.0005)

    assert list(frame.columns) == list(PAIR_COLUMNS)
    assert plain(frame) == [
        ["info", "senior", "supervisory", "dissonance", True, third, 0.0, False, False, "", ""],
        ["info", "senior", "documents", "agreement", False, 0.0, two_thirds, True, True, "", ""],
        ["info", "senior", "external", "silence", False, None, None, None, None, "not_asked", ""],
        ["info", "supervisory", "documents", "dissonance", True, third, 0.0, False, False, "", ""],
        ["info", "supervisory", "external", "silence", False, None, None, None, None, "not_asked", ""],
        ["info", "documents", "external", "silence", False, None, None, None, None, "not_asked", ""],
    ]
    assert frame.attrs == {"prominence": 0.34, "examples": 0.5}


def test_both_silent_is_no_data() -> None:
    """Two sets that say nothing neither agree nor differ; the first one's kind of silence is told."""
    asked = Profile(3, 0, silence="asked_but_silent")

    assert compare(asked, T8["external"]) == Comparison("no data", silence="asked_but_silent")
    assert compare(Profile(0, 0), T8["external"]) == Comparison("no data", silence="not_asked")


def test_a_norm_is_not_compared_with_practice() -> None:
    """What ought to be neither agrees nor disagrees with what is said to be; that the law is silent still shows."""
    norm = Profile(2, 2, None, frozenset({"notice"}))
    found = compare(T8["senior"], norm)

    assert (found.outcome, found.contradiction, found.same_meaning, found.difference) == (None, False, None, 0)
    assert found.reason.startswith("a norm takes no stance")
    assert compare(T8["senior"], Profile(0, 0, silence="cannot_know")).outcome == "silence"


def test_empty_facets_are_no_agreement() -> None:
    """Without facets on a side the outcome is None, with the reason; the contradiction stays flagged."""
    bare = Profile(3, 2, -1)

    assert compare(T8["senior"], bare) == Comparison(
        *(None, True, approx(1 / 3), None, False, None, ""),
        "no facets recorded on one side: examples are not compared",
    )
    assert compare(bare, bare).reason == "no facets recorded on either side: examples are not compared"


@pytest.mark.parametrize(
    ("stance", "k", "facets", "outcome"),
    [
        (1, 3, "announce open", "agreement"),
        (1, 3, "unaware", "partial"),
        (0, 3, "announce open", "partial"),
        (1, 1, "announce open", "partial"),
        (0, 3, "unaware", "dissonance"),
    ],
    ids=["both", "meaning only", "examples only", "too few speak", "neither"],
)
def test_one_or_two_of_the_two(stance: int, k: int, facets: str, outcome: str) -> None:
    """F08: same meaning (stance and share) and same examples is agreement, one of them partial, none dissonance."""
    found = compare(T8["senior"], Profile(3, k, stance, examples(facets)))

    assert (found.outcome, found.contradiction) == (outcome, False)


def test_thresholds_count_as_the_same() -> None:
    """A difference of exactly the prominence, and a similarity of exactly the limit, are still the same."""
    one, other = Profile(10, 10, 1, examples("a b")), Profile(10, 7, 1, examples("a"))

    assert compare(one, other, prominence=0.3, examples=0.5).outcome == "agreement"
    assert compare(one, other, prominence=0.29, examples=0.5).outcome == "partial"
    assert compare(one, other, prominence=0.29, examples=0.51).outcome == "dissonance"


def test_nobody_says_more_than_there_are() -> None:
    """Of two able to speak three cannot; a set in which nobody is able to has no share."""
    with pytest.raises(TriangulationError, match=r"0 <= k <= n \(got k=3, n=2\)"):
        Profile(2, 3)
    assert Profile(0, 0).share is None
    assert Profile(2, 1).share == 0.5


PROFILES = st.integers(0, 4).flatmap(
    lambda n: st.builds(
        Profile,
        st.just(n),
        st.integers(0, n),
        st.sampled_from([-1, 0, 1]),
        st.frozensets(st.sampled_from("abc")),
        st.just("not_asked"),
    )
)


@given(PROFILES, PROFILES)
def test_order_of_two_sets(one: Profile, other: Profile) -> None:
    """Which set is named first does not matter, and a set that speaks with facets agrees with itself."""
    assert compare(one, other) == compare(other, one)
    if one.k and one.examples:
        assert compare(one, one).outcome == "agreement"


@settings(max_examples=40)
@given(st.lists(PROFILES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_order_of_many_sets(profiles: list[Profile], random: Random) -> None:
    """The assessment of a theme is the same in whatever order its sets stand; share and coverage lie within 0 and 1."""
    sets = {f"set {i}": profile for i, profile in enumerate(profiles)}
    names = list(sets)
    random.shuffle(names)
    one, other = (assess(convergence({"t": {n: sets[n] for n in order}})) for order in (list(sets), names))

    pd.testing.assert_frame_equal(one, other)
    assert one[["share", "coverage"]].stack().dropna().between(0, 1).all()
    assert one[["agreement", "partial", "dissonance", "silence", "undecided"]].sum(axis=1).item() == len(
        list(combinations(names, 2))
    )


def test_assessment() -> None:
    """F09: share 1/3 = 0.333 over three judged pairs, coverage 3/6 = 0.5."""
    row = assess(convergence({"info": T8})).loc["info"].to_dict()

    assert row == {
        **{"agreement": 1, "partial": 0, "dissonance": 2, "silence": 3, "undecided": 0, "contradictions": 2},
        **{"share": approx(0.333, abs=0.0005), "coverage": 0.5},
    }


def test_partial_counts_a_half() -> None:
    """F09: one agreement, one partial, one dissonance: (1 + 0.5) / 3."""
    frame = pd.DataFrame(
        {"theme": "t", "outcome": ["agreement", "partial", "dissonance"], "contradiction": [False, False, True]}
    )

    assert plain(assess(frame)) == [[1, 1, 1, 0, 0, 1, 0.5, 1.0]]


def test_a_theme_without_a_judged_pair() -> None:
    """F09: with nothing but silence the share is missing and coverage 0; undecided pairs are covered and not judged."""
    silent = {"one": Profile(2, 0), "other": Profile(1, 0)}
    bare = {"one": Profile(2, 2, 1), "other": Profile(1, 1, -1)}
    frame = assess(convergence({"silent": silent, "bare": bare}))

    assert plain(frame.reset_index()) == [
        ["silent", 0, 0, 0, 1, 0, 0, None, 0.0],
        ["bare", 0, 0, 0, 0, 1, 1, None, 1.0],
    ]


def test_themes_keep_their_order_and_columns_their_kind() -> None:
    """Themes stand as given, and a column of numbers is one whether or not anything could be computed."""
    frame = assess(convergence({"z": T8, "a": {"one": Profile(1, 0), "other": Profile(1, 0)}}))
    nothing = assess(convergence({}))

    assert frame.index.tolist() == ["z", "a"]
    assert (nothing.empty, nothing.dtypes.tolist()) == (True, frame.dtypes.tolist())
    pairs = [convergence({}), convergence({"t": {"one": Profile(1, 0), "other": Profile(1, 0)}})]
    assert [str(p.dtypes[c]) for p in pairs for c in ("contradiction", "difference")] == ["bool", "float64"] * 2


def test_unique_examples() -> None:
    """F09, completeness: senior alone brings cat, supervisory alone unaware."""
    assert unique_examples(T8) == {"senior": ("cat",), "supervisory": ("unaware",), "documents": (), "external": ()}
    assert unique_examples({"senior": T8["senior"]}) == {"senior": ("announce", "cat", "open")}


def test_profiles_as_a_table() -> None:
    """One row per theme and set; where nobody is able to speak the share is missing."""
    law = Profile(2, 2, None, norms=frozenset({"silent", "fulfilled"}))
    frame = profiles_frame({"info": {"senior": T8["senior"], "none": Profile(0, 0, silence="cannot_know"), "law": law}})

    assert list(frame.columns) == list(PROFILE_COLUMNS)
    assert plain(frame) == [
        ["info", "senior", 3, None, 3, 1.0, 1, "announce, cat, open", "", ""],
        ["info", "none", 0, None, 0, None, 0, "", "cannot_know", ""],
        ["info", "law", 2, None, 2, 1.0, None, "", "", "fulfilled, silent"],
    ]


# --- profiles from codings -----------------------------------------------------------------------------------------

BOOK = Codebook(
    codes={
        "FAM": Code("FAM", tier="family"),
        "A": Code("A", parent="FAM"),
        "A.1": Code("A.1", parent="A"),
        "B": Code("B", parent="FAM"),
        "OLD": Code("OLD"),
        "C": Code("C"),
        "D": Code("D"),
    },
    history=({"op": "merge", "codes": ["OLD"], "into": "C"},),
)
PEOPLE = {p: Participant(p, role) for p, role in (("P1", "head"), ("P2", "head"), ("P3", "clerk"), ("P4", "guest"))}
GROUPS = {"head": "senior", "clerk": "junior", "guest": "external"}


def talk(source: str, people: str, *asked: str, kind: str = "interview") -> Source:
    """A source in which these people speak and these questions were put."""
    passages = tuple(Passage(i, "INT", 0, 1, "?", i, question=q) for i, q in enumerate(asked, start=1))
    speakers = {"INT": "interviewer"} | dict.fromkeys(people.split(), "respondent")
    return Source(source, kind, "?", passages, "", "", speakers=speakers)


SOURCES = {
    s.id: s
    for s in (
        *(talk("S1", "P1", "q1"), talk("S2", "P2", "q1"), talk("S3", "P3", "q2")),
        *(talk("G1", "P1 P3", kind="focus_group"), talk("LAW", "P2", kind="law")),
    )
}
GUIDE = {"q1": Question("q1", {}, "", ("B",)), "q2": Question("q2", {}, "", ("OLD",)), "q3": Question("q3", {}, "")}
SAID = pd.DataFrame(
    [
        *[("S1", "interview", "P1", "A", "supports", "x"), ("S1", "interview", "P1", "A.1", "supports", "")],
        *[("S1", "interview", "P1", "A", "opposes", "y"), ("S2", "interview", "P2", "A", "opposes", "")],
        *[("G1", "focus_group", "P3", "A", "opposes", "z"), ("S1", "interview", "", "B", "supports", "int")],
        *[("S3", "interview", "P3", "D", "supports", ""), ("G1", "focus_group", "P3", "D", "opposes", "")],
        *[("S1", "interview", "P1", "D", "qualifies", ""), ("S1", "interview", "P1", "D", "supports", "")],
    ],
    columns=["source", "kind", "person", "code", "stance", "facet"],
)
WRITTEN = pd.DataFrame(
    [
        *[("ACT", "law", "A", "fulfilled", "", "notice", True), ("ACT", "law", "A.1", "", "", "", True)],
        *[
            ("DECREE", "law", "A", "silent", "", "", True),
            ("OLDACT", "law", "A", "fulfilled", "", "gone", False),
        ],
        *[("OLDACT", "law", "B", "", "", "", False), ("BOOK", "literature", "B", "", "neutral", "", True)],
        *[("BOOK", "literature", "A", "", "opposes", "", True)],
    ],
    columns=["source", "kind", "code", "norm", "stance", "facet", "in_frame"],
)


def profiles_of(
    theme: str,
    *sets: SourceSet,
    guide: dict[str, Question] = GUIDE,
    coded: set[str] | None = None,
    codings: pd.DataFrame = SAID,
) -> list[Profile]:
    built = build_profiles(
        [theme],
        sets,
        codings=codings,
        documents=WRITTEN,
        sources=SOURCES,
        participants=PEOPLE,
        group_of=GROUPS,
        guide=guide,
        codebook=BOOK,
        coded=coded,
    )
    assert list(built) == [theme]
    return list(built[theme].values())


def test_what_people_say() -> None:
    """Each person counts once, on the side where he or she has more codings; codes below the theme are included."""
    [senior, junior] = profiles_of("A", SourceSet("senior", ("senior",)), SourceSet("junior", ("junior",)))

    assert senior == Profile(2, 2, 0, examples("x y"))  # P1 two against one for, P2 against: even
    assert junior == Profile(1, 1, -1, examples("z"))


def test_both_sides_once_is_even() -> None:
    """A person who supports once and opposes once takes no side; qualifying weighs nothing."""
    assert profiles_of("D", SourceSet("junior", ("junior",)), SourceSet("senior", ("senior",))) == [
        Profile(1, 1, 0),
        Profile(2, 1, 1),
    ]


def test_who_recites_the_rule_takes_no_side() -> None:
    """Words in the mode `norm` say what ought to be: who says nothing else speaks, on no side."""
    rows = [
        ("S1", "interview", "P1", "A", "supports", "x", "norm"),
        ("S2", "interview", "P2", "A", "opposes", "", "fact"),
    ]
    said = pd.DataFrame(rows, columns=[*SAID.columns, "mode"])
    [senior] = profiles_of("A", SourceSet("senior", ("senior",)), codings=said)
    [alone] = profiles_of("A", SourceSet("senior", ("senior",)), codings=said[:1])

    assert (senior.k, senior.stance) == (2, -1)
    assert (alone.k, alone.stance) == (1, 0)


def test_kinds_of_silence() -> None:
    """Asked and silent, never asked, or nobody there who could know; the interviewer's words are nobody's."""
    sets = [SourceSet(group, (group,)) for group in ("senior", "junior", "external")]

    assert profiles_of("B", *sets) == [
        Profile(2, 0, silence="asked_but_silent"),
        Profile(1, 0, silence="not_asked"),
        Profile(0, 0, silence="cannot_know"),
    ]


def test_able_asked_and_speaking_are_three_numbers() -> None:
    """Of three who may speak on B two were asked and none speaks; on A nobody was asked and all three speak."""
    people, law = SourceSet("all", ("senior", "junior")), SourceSet("law", kinds=("law",))

    assert [(p.n, p.asked, p.k) for theme in "BA" for p in profiles_of(theme, people)] == [(3, 2, 0), (3, 0, 3)]
    assert profiles_of("A", law)[0].asked is None


def test_which_questions_reach_a_theme() -> None:
    """A question on a merged code reaches the new one, and a question on a family the codes below it."""
    junior = SourceSet("junior", ("junior",))
    family = {"q2": Question("q2", {}, "", ("FAM",))}

    assert profiles_of("C", junior) == [Profile(1, 0, silence="asked_but_silent")]
    assert profiles_of("B", junior, guide=family) == [Profile(1, 0, silence="asked_but_silent")]
    assert profiles_of("C", junior, guide=family) == [Profile(1, 0, silence="not_asked")]


def test_people_in_sources_of_one_kind() -> None:
    """A kind in which people speak narrows the set: focus groups alone, with all groups or one of them."""
    everyone, seniors = SourceSet("fg", kinds=("focus_group",)), SourceSet("sfg", ("senior",), ("focus_group",))

    assert profiles_of("A", everyone, seniors) == [
        Profile(2, 1, -1, examples("z")),
        Profile(1, 0, silence="not_asked"),
    ]


def test_what_is_not_coded_yet_is_no_silence() -> None:
    """A source that nobody coded makes nobody able to speak; a set whose sources all wait says so."""
    senior = SourceSet("senior", ("senior",))
    everything = {key for key, source in SOURCES.items() if source.kind == "interview"}

    assert profiles_of("A", senior, coded=set()) == [Profile(0, 0, silence="not_coded")]
    assert profiles_of("A", SourceSet("none", ("nobody",)), coded=set()) == [Profile(0, 0, silence="cannot_know")]
    assert profiles_of("A", senior, coded=everything)[0].k == profiles_of("A", senior)[0].k


def test_what_documents_say() -> None:
    """Documents that hold in the legal frame speak, each once, and take no stance; one repealed does not count."""
    norms = frozenset({"fulfilled", "silent"})

    assert profiles_of("A", SourceSet("law", kinds=("law",))) == [Profile(2, 2, None, examples("notice"), norms=norms)]


def test_literature_may_take_a_stance() -> None:
    """What a cited work says for or against a statement counts as its stance; a norm beside it does not."""
    assert profiles_of("A", SourceSet("books", kinds=("literature", "law")))[0].stance == -1


def test_documents_that_do_not_speak() -> None:
    """Linked but out of force: able and silent. Not linked at all: cannot know. Literature is a set of its own."""
    law, books = SourceSet("law", kinds=("law",)), SourceSet("books", kinds=("literature",))

    assert profiles_of("B", law, books) == [Profile(1, 0, silence="asked_but_silent"), Profile(1, 1)]
    assert profiles_of("C", law) == [Profile(0, 0, silence="cannot_know")]


def test_a_set_of_nothing_or_of_everything() -> None:
    """A set names groups or kinds, and is made of people or of documents."""
    with pytest.raises(TriangulationError, match=r"set 'x' names groups or kinds \(got neither\)"):
        profiles_of("A", SourceSet("x"))
    with pytest.raises(TriangulationError, match=r"set 'x' holds people or documents \(got both: law\)"):
        profiles_of("A", SourceSet("x", ("senior",), ("law",)))
    with pytest.raises(TriangulationError, match="got both: literature"):
        profiles_of("A", SourceSet("x", kinds=("interview", "literature")))
