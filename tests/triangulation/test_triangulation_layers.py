"""Norm and practice as layers, and who says what on a theme."""

import pandas as pd

from analysis.triangulation import Profile, SourceSet
from analysis.triangulation.judged import SilenceMark
from analysis.triangulation.layers import count_marks, layers_frame, who_says

SAID = pd.DataFrame(
    [
        *[("S1", "P1", "senior", "supports", "norm", "must-post", "c1")],
        *[("S1", "P1", "senior", "supports", "fact", "posted", "c2")],
        *[("S2", "P2", "junior", "opposes", "evaluation", "late", "c3")],
        *[("S2", "P2", "junior", "supports", "wish", "", "c4"), ("S3", "P3", "junior", "qualifies", "fact", "", "c5")],
        *[("S9", "", "", "supports", "fact", "", "c6")],
    ],
    columns=["source", "person", "group", "stance", "mode", "facet", "id"],
)
WRITTEN = pd.DataFrame(
    [
        *[("ACT:1", "ACT", "law", "norm", "", "notice", "fulfilled", "verified", True)],
        *[("ACT:2", "ACT", "law", "norm", "", "", "silent", "recalled", True)],
        *[("OLD:1", "OLD", "law", "norm", "", "", "", "verified", False)],
        *[("BOOK:1", "BOOK", "literature", "", "opposes", "", "", "", True)],
        *[("ESSAY:1", "ESSAY", "literature", "", "", "", "", "", True)],
    ],
    columns=["ref", "source", "kind", "mode", "stance", "facet", "norm", "confidence", "in_frame"],
)
SETS = [
    *(SourceSet("senior", ("senior",)), SourceSet("junior", ("junior",)), SourceSet("guests", ("guest",))),
    *(SourceSet("law", kinds=("law",)), SourceSet("books", kinds=("literature",))),
]
PROFILES = {
    "senior": Profile(2, 1, 1),
    "junior": Profile(2, 2, -1),
    "guests": Profile(1, 0, silence="not_asked"),
    "law": Profile(1, 1, None),
    "books": Profile(2, 2, -1),
}


def test_layers_are_kept_apart() -> None:
    """Law, literature, what people say the law says, what happens, what they wish: each group counted on its side."""
    frame = layers_frame(SAID, WRITTEN, {"senior": 2, "junior": 2})
    counts = ["layer", "group", "n", "k", "supports", "opposes", "neither"]

    assert frame[counts].values.tolist() == [
        *(["law", "law", 2, 1, 0, 0, 1], ["literature", "literature", 2, 2, 0, 1, 1]),
        *(["said_norm", "senior", 2, 1, 1, 0, 0], ["said_norm", "junior", 2, 0, 0, 0, 0]),
        *(["practice", "senior", 2, 1, 1, 0, 0], ["practice", "junior", 2, 2, 0, 1, 1]),
        *(["wish", "senior", 2, 0, 0, 0, 0], ["wish", "junior", 2, 1, 1, 0, 0]),
    ]


def test_a_layer_leads_to_its_evidence() -> None:
    """Provisions come with norms and marks of confidence; what people say with references; what is repealed not."""
    frame = layers_frame(SAID, WRITTEN, {"junior": 2}).set_index("layer")

    assert frame.loc["law", ["examples", "norms", "confidence", "evidence"]].tolist() == [
        *("notice", "fulfilled, silent", "recalled 1, verified 1", "ACT:1; ACT:2")
    ]
    assert frame.loc["practice", ["examples", "confidence", "evidence"]].tolist() == ["late", "", "S2/c3; S3/c5"]


def test_a_study_without_modes() -> None:
    """Where a study does not record whether a norm or a fact is told, people's words are one layer, called unmarked."""
    frame = layers_frame(SAID.drop(columns="mode"), WRITTEN.iloc[:0], {"senior": 2, "junior": 2})

    assert frame[["layer", "group", "k"]].values.tolist() == [["unmarked", "senior", 1], ["unmarked", "junior", 2]]


def test_nothing_said_or_written() -> None:
    """A theme on which there is nothing has no layer."""
    assert layers_frame(SAID.iloc[:0], WRITTEN.iloc[:0], {"senior": 2}).empty


def test_marks_are_counted_by_provision() -> None:
    """A provision that bears on two codes counts once; literature carries no mark."""
    assert count_marks(pd.concat([WRITTEN, WRITTEN.iloc[[0]]])) == "verified 2, recalled 1"


def test_who_says_what() -> None:
    """Who supports, who contradicts, who is silent and why, and which articles; a repealed one counts for nothing."""
    said = {name: SAID[SAID["group"] == name] for name in ("senior", "junior", "guests")}
    mark = SilenceMark("T", "guests", "surprising", {"en": "x"}, "ani")
    frame = who_says(SETS, PROFILES, said, WRITTEN, [mark])

    assert frame[["set", "position", "n", "k", "who", "silence", "mark", "evidence"]].values.tolist() == [
        ["senior", "supports", 2, 1, "P1", "", "", "S1/c1; S1/c2"],
        ["junior", "raises", 2, 2, "P2, P3", "", "", "S2/c3; S2/c4; S3/c5"],
        ["guests", "silent", 1, 0, "", "not_asked", "surprising", ""],
        ["law", "states a norm", 1, 1, "ACT", "", "", "ACT:1; ACT:2"],
        ["law", "outside the frame", 1, 1, "OLD", "", "", "OLD:1"],
        ["books", "contradicts", 2, 1, "BOOK", "", "", "BOOK:1"],
        ["books", "raises", 2, 1, "ESSAY", "", "", "ESSAY:1"],
    ]
    assert frame["confidence"].tolist() == ["", "", "", "recalled 1, verified 1", "verified 1", "", ""]


def test_sides_within_one_set() -> None:
    """A set that is of two minds has both in rows of their own."""
    said = {"junior": SAID[SAID["group"] == "junior"].query("id in ['c3', 'c5']")}
    frame = who_says([SETS[1]], PROFILES, said, WRITTEN.iloc[:0])

    assert frame[["position", "who"]].values.tolist() == [["contradicts", "P2"], ["raises", "P3"]]


def test_a_law_that_somebody_coded_takes_a_side() -> None:
    """A provision marked by a coder with a stance of its own raises the matter or takes a side; others state a norm."""
    coded = WRITTEN.iloc[[0]].assign(stance="qualifies")
    frame = who_says([SETS[3]], PROFILES, {}, coded)

    assert frame[["position", "who"]].values.tolist() == [["raises", "ACT"]]
