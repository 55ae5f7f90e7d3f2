"""What does a denial speak against (F29), and what do links add up to?"""

import pandas as pd
import pytest

from analysis.model import Source
from analysis.relations import (
    Bundle,
    Keep,
    RelationType,
    bundles,
    bundles_frame,
    counts_against,
    general_type,
    paths_frame,
)

TYPES = {
    word: RelationType(word, general, {}, {})
    for word, general in (
        *[("raises", "causes"), ("realises", "causes"), ("opens", "enables"), ("conditions", "enables")],
        *[("limits", "hinders"), ("bars", "hinders"), ("feeds", "part_of"), ("before", "precedes")],
    )
}


@pytest.mark.parametrize(
    ("denied", "asserted", "speaks"),
    [
        *[("opens", "raises", True), ("raises", "opens", False), ("opens", "conditions", True)],
        *[("raises", "realises", True), ("limits", "bars", True), ("limits", "raises", False)],
        *[("raises", "limits", False), ("opens", "limits", False), ("feeds", "raises", False)],
        *[("before", "raises", False), ("causes", "raises", True), ("enables", "causes", True)],
        *[("strange", "strange", True), ("strange", "other", False)],
    ],
)
def test_a_denial_speaks_against_what_entails_it(denied: str, asserted: str, speaks: bool) -> None:
    """Who denies that it enables denies that it causes; who denies that it causes lets it enable; hinders is apart."""
    assert counts_against(denied, asserted, TYPES) is speaks


def test_a_word_stands_for_its_general_type() -> None:
    """A study's word for what it declares, a general word for itself, a strange one for nothing."""
    assert [general_type(word, TYPES) for word in ("opens", "hinders", "strange")] == ["enables", "hinders", ""]


def links(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Relations as (source, from, type, to, modality), each said by a person of her own group."""
    frame = pd.DataFrame(rows, columns=["source", "from_code", "type", "to_code", "modality"])
    return frame.assign(kind="interview", group="g-" + frame["source"], person=frame["source"])


SAID = links(
    *[("R1", "A", "raises", "B", "asserted"), ("R2", "A", "raises", "B", "asserted")],
    *[("R3", "A", "opens", "B", "denied"), ("R4", "A", "opens", "B", "asserted")],
    *[("R5", "A", "realises", "B", "denied"), ("R6", "B", "opens", "A", "denied")],
)


def test_one_bundle_for_each_type() -> None:
    """Two types stay two links; each has its own supporters, and the denials that speak against it."""
    found = bundles(SAID, {}, TYPES)

    assert {key: (sorted(b.supporters), sorted(b.opposers)) for key, b in found.items()} == {
        ("A", "B", "opens"): (["R4"], ["R3"]),
        ("A", "B", "raises"): (["R1", "R2"], ["R3", "R5"]),
        ("A", "B", "realises"): ([], ["R3", "R5"]),
        ("B", "A", "opens"): ([], ["R6"]),
    }


def test_links_as_a_table() -> None:
    """A link that anybody denies is contested; as many against as for, and the rule does not keep it."""
    frame = bundles_frame(bundles(SAID, {}, TYPES), keep=Keep(), types=TYPES)
    row = frame[frame["type"] == "raises"].iloc[0]

    assert (row["f29"], row["supporters"], row["opposers"], row["kept"], row["contested"]) == (
        "causes",
        2,
        2,
        False,
        True,
    )
    assert pd.isna(row["witnesses"])


def test_documents_assert_no_link() -> None:
    """What a law says is no voice for or against a link between codes."""
    law = links(("R1", "A", "raises", "B", "asserted")).assign(kind="law")

    assert bundles(law, {}, TYPES) == {}


def chain(second: str) -> dict[tuple[str, str, str], Bundle]:
    """A -> B by R1 and R2, B -> C by these, and a way back from C to A."""
    step = {("A", "B", "raises"): "R1 R2", ("B", "C", "opens"): second, ("C", "A", "opens"): "R2"}
    return {key: Bundle(frozenset(names.split())) for key, names in step.items()}


def test_a_path_and_its_threads() -> None:
    """F29: with R4 and R5 behind the second step no source tells the path whole; with R2 among them one does."""
    assembled = paths_frame(chain("R4 R5"), start="A", end="C")
    told = paths_frame(chain("R2 R4 R5"), start="A", end="C")

    assert assembled[["path", "threads", "told_by", "weakest"]].values.tolist() == [["A > B > C", 0, "", 2]]
    assert told[["path", "types", "threads", "told_by"]].values.tolist() == [["A > B > C", "raises > opens", 1, "R2"]]


def test_paths_pass_each_code_once() -> None:
    """From A the ways lead to B and C and never back; a link that nobody asserts is no step; a length can be set."""
    found = chain("R2") | {("B", "D", "opens"): Bundle(opposers=frozenset({"R9"}))}

    assert paths_frame(found, start="A")["path"].tolist() == ["A > B", "A > B > C"]
    assert paths_frame(found, start="A", longest=1)["path"].tolist() == ["A > B"]
    assert paths_frame(found, start="Z").empty


def test_two_types_make_two_paths() -> None:
    """A contested link makes its path contested and leaves the other one as it is."""
    found = {
        ("A", "B", "opens"): Bundle(frozenset({"R1"})),
        ("A", "B", "raises"): Bundle(frozenset({"R1"}), frozenset({"R2"})),
    }

    assert paths_frame(found, start="A")[["types", "contested"]].values.tolist() == [["opens", False], ["raises", True]]


def test_dependence_reaches_links() -> None:
    """R2 repeats R1: two supporters, one witness."""
    sources = {
        name: Source(name, "interview", "", (), "", "", depends_on=on, meta={"depends_on": list(on)})
        for name, on in (("R1", ()), ("R2", ("R1",)))
    }

    assert bundles(SAID.iloc[:2], sources, TYPES)[("A", "B", "raises")].witnesses == 1
