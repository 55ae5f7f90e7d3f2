"""The triangulation register and independent witnesses (F07)."""

import pandas as pd

from analysis.model import Source
from analysis.references import COLUMNS
from analysis.triangulation.register import Witnesses, count_witnesses, register


def source(name: str, kind: str, people: str = "", date: str = "2022-03-01", **meta: object) -> Source:
    speakers = dict.fromkeys(people.split(), "respondent")
    depends = tuple(meta.get("depends_on", ()))
    return Source(name, kind, "", (), "", "", speakers=speakers, date=date, depends_on=depends, meta=meta)


# R5 repeats R4, D2 reprints D1, G1 includes R4.
SOURCES = {
    s.id: s
    for s in (
        *(source("R4", "interview", "P4", depends_on=[]), source("R5", "interview", "P5", depends_on=["R4"])),
        *(source("D1", "document"), source("D2", "document", depends_on=["D1"])),
        *(source("G1", "focus_group", "P4 P6"), source("B1", "literature"), source("B2", "literature")),
        *(source("L1", "law"), source("R6", "interview", "P4", date="2022-04-01")),
    )
}
PERSON = {"R4": "P4", "R5": "P5", "G1": "P6", "R6": "P4"}


def evidence(names: str) -> pd.DataFrame:
    """One reference into each of these sources; one in brackets was not found."""
    rows = [
        {"ref": f"{n}/c1", "found": n in SOURCES, "source": n, "person": PERSON.get(n, ""), "kind": SOURCES[n].kind}
        if n in SOURCES
        else {"ref": n, "found": False, "source": "", "person": "", "kind": ""}
        for n in names.split()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rows(names: str, **more: object) -> dict[str, tuple[bool, str, str]]:
    frame = register(evidence(names), SOURCES, **more)
    return {r.type: (r.used, r.what, r.links) for r in frame.itertuples()}


def test_five_sources_and_two_witnesses() -> None:
    """F07: components {R4, R5, G1} and {D1, D2}."""
    found = count_witnesses(evidence("R4 R5 D1 D2 G1"), SOURCES)

    assert found == Witnesses(("D1", "D2", "G1", "R4", "R5"), (frozenset({"D1", "D2"}), frozenset({"R4", "R5", "G1"})))
    assert found.sentence() == "5 sources, 2 independent witnesses"
    assert found.sentence("id") == "5 sumber, 2 saksi yang independen"


def test_independence_not_assessed() -> None:
    """Where no source says anything of dependence, that is said, and no count of witnesses."""
    found = count_witnesses(evidence("D1 G1"), SOURCES)

    assert found.count is None
    assert found.sentence() == "2 sources, independence not assessed"
    assert found.sentence("id") == "2 sumber, independensi tidak dinilai"


def test_literature_is_no_witness() -> None:
    """What a book says of the matter in general witnesses nothing of the case; what was not found neither."""
    assert count_witnesses(evidence("R4 B1 lost/c9"), SOURCES).sentence() == "1 source, 1 independent witness"


def test_all_four() -> None:
    """Persons, coders, works and ways of collecting: each with what differs and where it is to be seen."""
    assert rows("R4 R5 D1 B1 B2", coded_by={"R4": ["ani", "budi"], "R5": ["ani"]}) == {
        "data": (True, "P4, P5", "R4/c1; R5/c1"),
        "investigator": (True, "ani, budi", "R4"),
        "theory": (True, "B1, B2", "B1/c1; B2/c1"),
        "method": (True, "interview, document", "R4/c1; R5/c1; D1/c1"),
    }


def test_none_of_the_four() -> None:
    """One interview, coded by one, is no triangulation of any type; nothing is added up."""
    assert rows("R4", coded_by={"R4": ["ani"]}) == {
        "data": (False, "P4", ""),
        "investigator": (False, "", ""),
        "theory": (False, "", ""),
        "method": (False, "interview", ""),
    }


def test_one_person_at_two_times() -> None:
    """Data differ by person, time or place: one person on two days is enough."""
    assert rows("R4 R6")["data"] == (True, "2022-03-01, 2022-04-01", "R4/c1; R6/c1")


def test_law_and_document_are_one_method() -> None:
    """Reading a law and reading a decree are one way of collecting."""
    assert rows("D1 L1")["method"] == (False, "document", "")


def test_two_coders_of_two_sources_are_no_investigators() -> None:
    """Independent reading is two persons on the same source, not each on his own."""
    assert not rows("R4 R5", coded_by={"R4": ["ani"], "R5": ["budi"]})["investigator"][0]


def test_readings_beside_the_literature() -> None:
    """A theoretical reading recorded for the claim counts with the works it cites."""
    assert rows("R4 B1", readings=["career anchors"])["theory"] == (True, "B1, career anchors", "B1/c1")


def test_what_was_not_found_counts_for_nothing() -> None:
    """A reference that names nothing makes no type used."""
    assert rows("R4 lost/c1")["data"] == (False, "P4", "")
