"""What waits for a person as a table, and the judgements that come back in it: every row, or none."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import Study, open_study
from analysis.__main__ import app
from analysis.errors import AnalysisError, StudyError, TriangulationError
from analysis.triangulation.judged import KINDS

NOT_ALIKE = {"ended": "explained", "text_en": "They were hired otherwise."}
STATEMENTS = "statements:\n  - {id: E1, text: {en: People stay because they like it.}, codes: [EXP.STAY]}\n"
ABOUT = [("E1", "insider"), ("E2", "participant")]
THREAD = """\
threads:
  - {id: stay, question: {en: Why stay?}, theme: EXP.STAY, origin: makers, by: ani}
"""
THEORY = """\
propositions:
  - {id: T1, text: {en: People stay who like it.}, reference: ["RULE-1:1"], predicts: {EXP.STAY: supports}}
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Makers support staying, the seller opposes it, a rule bears on it."""
    return open_study(kit.make_study(tmp_path / "bakery"))


def table(study: Study, kind: str, where: str, **cells: str) -> Path:
    """The table of what waits, with these cells in the rows that `where` finds."""
    frame = study.to_decide(kind)
    for column, value in cells.items():
        frame.loc[frame.eval(where), column] = value
    path = study.root / f"{kind}.csv"
    frame.to_csv(path, index=False)
    return path


def contradiction(study: Study) -> Path:
    return table(
        study, "convergence", "sets == 'makers; sellers' and theme == 'EXP.STAY'", decided="dissonance", **NOT_ALIKE
    )


def stay(study: Study) -> dict[Hashable, object]:
    frame = study.convergence()
    return frame[(frame["theme"] == "EXP.STAY") & (frame["set_2"] == "sellers")].iloc[0].to_dict()


def test_what_waits_comes_worst_first(study: Study) -> None:
    """The contradiction stands on top, with what the rule proposes and what helps to judge."""
    first = study.convergence_to_decide().iloc[0]

    assert first[["theme", "sets", "proposed", "decided", "contradiction"]].tolist() == [
        *("EXP.STAY", "makers; sellers", "none", "", True)
    ]
    assert len(study.open_dissonances()) == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_table(study: Study, kind: str) -> None:
    """For each kind there is a table with the columns of its record, whether or not anything waits."""
    assert set(KINDS[kind].columns(["en"])) <= set(study.to_decide(kind).columns)


def test_a_decision_comes_back(study: Study) -> None:
    """What was filled in is in the file, in the frame, and waits no more; what was left empty still does."""
    waited = len(study.convergence_to_decide())
    path = contradiction(study)
    frame = pd.read_csv(path, keep_default_na=False)
    frame.loc[frame["decided"] != "", "rationale"] = "The facets are missing."
    frame.to_csv(path, index=False)
    done = study.decide("convergence", path, by="ani")
    found = stay(study)

    assert (done.file, done.added, done.replaced) == ("codebook/convergence.yaml", 1, 0)
    assert [found[k] for k in ("outcome", "proposed", "basis", "by", "ended")] == [
        *("dissonance", None, "decided", "ani", "explained")
    ]
    assert len(study.convergence_to_decide()) == waited - 1 and study.open_dissonances().empty
    assert study.judgement_problems() == []


def test_a_departure_without_a_reason_is_refused(study: Study) -> None:
    """The rule proposes nothing here, so a decision owes a reason: the row is named, nothing is written."""
    before = kit.files(study.root / "codebook")
    with pytest.raises(
        StudyError, match=r"convergence.csv, line 2: .*has a rationale \(got dissonance, proposed none\)"
    ):
        study.decide("convergence", contradiction(study), by="ani")

    assert kit.files(study.root / "codebook") == before


def test_all_rows_or_none(study: Study) -> None:
    """One row that cannot be taken keeps the others out; every problem is told with its row."""
    path = table(study, "silences", "theme == theme", mark="expected", rationale="New.")
    frame = pd.read_csv(path, keep_default_na=False)
    frame.loc[0, "mark"] = "odd"
    frame.loc[len(frame)] = frame.iloc[1]
    frame.to_csv(path, index=False)
    with pytest.raises(StudyError) as told:
        study.decide("silences", path, by="ani")

    assert [p.rule for p in told.value.problems] == [
        "mark is one of expected, surprising",
        "a table decides a thing once",
    ]
    assert not (study.root / "codebook/silences.yaml").exists()


def test_a_record_takes_the_place_of_the_older_one(study: Study) -> None:
    """Judged again, a silence has one record, and the comment at the head of the file stays."""
    kit.put(study.root, "codebook/silences.yaml", "# Judged in June.\nsilences: []\n")
    study.decide("silences", table(study, "silences", "set == 'sellers'", mark="expected", rationale="New."), by="ani")
    frame = study.silences().query("set == 'sellers'")
    again = pd.DataFrame(
        [{"theme": "EXP.FIRST", "set": "sellers", "mark": "surprising", "rationale": "Old.", "by": ""}]
    )
    again.to_csv(study.root / "again.csv", index=False)

    assert frame[["theme", "mark", "by"]].values.tolist() == [["EXP.FIRST", "expected", "ani"]]
    assert study.decide("silences", study.root / "again.csv", by="budi").replaced == 1
    assert study.silences().query("set == 'sellers'")[["mark", "by"]].values.tolist() == [["surprising", "budi"]]
    assert (study.root / "codebook/silences.yaml").read_text().startswith("# Judged in June.\n")


def test_a_file_that_is_not_sound_is_not_written(study: Study) -> None:
    """Records that cannot be read would be lost: the file has to be mended first."""
    kit.put(study.root, "codebook/silences.yaml", "silences:\n  - {theme: NONE, set: makers}\n")
    path = table(study, "silences", "theme == theme", mark="expected", rationale="New.")
    with pytest.raises(StudyError, match=r"codebook/silences.yaml, line 2: theme names a code \(got NONE\)"):
        study.decide("silences", path, by="ani")

    assert "NONE" in (study.root / "codebook/silences.yaml").read_text()


def test_a_table_for_a_reader_alone(study: Study) -> None:
    """Every pair is there, decided or not, and nothing tells what the rule proposes or what others decided."""
    frame = study.convergence_to_decide(alone=True)

    assert len(frame) == len(study.convergence())
    assert set(frame.drop(columns=["theme", "sets"]).to_numpy().ravel()) == {""}


def test_readers_alone(study: Study) -> None:
    """Each reader's codes lie in a file of his own, owe no reason, and stand for nothing until readers agree."""
    path = study.root / "alone.csv"
    for by, code in (("ani", "dissonance"), ("budi", "partial")):
        frame = study.convergence_to_decide(alone=True).query("theme == 'EXP.STAY' and sets == 'makers; sellers'")
        frame.assign(decided=code).to_csv(path, index=False)
        study.decide("convergence", path, by=by, alone=True)

    assert sorted(p.name for p in (study.root / "codebook/convergence").iterdir()) == ["ani.yaml", "budi.yaml"]
    assert stay(study)["basis"] == "readers differ"
    assert study.reader_differences()["before"].tolist() == ["ani: dissonance, budi: partial"]
    assert study.reader_comparison().equal == 0.0


def test_threads_theory_and_verification(study: Study) -> None:
    """From files written by hand: what waits, with what the rule proposes for each."""
    kit.put(study.root, "codebook/threads.yaml", THREAD)
    kit.put(study.root, "codebook/propositions.yaml", THEORY)
    kit.put(study.root, "codebook/statements.yaml", STATEMENTS)
    study = study.reload()

    assert study.problems == ()
    assert study.steps_to_decide()[["set", "proposed"]].values.tolist() == [
        ["sellers", "contradicts"],
        ["rules", "extends"],
    ]
    assert study.cells_to_decide()[["set", "proposed"]].values.tolist() == [
        *(["makers", "confirmed"], ["sellers", "contradicted"], ["all", "partly"])
    ]
    assert study.propositions().loc["T1", "overall"] == "partly"
    assert study.threads()[["visited", "missing"]].values.tolist() == [[0, "sellers, rules"]]
    assert (study.verified_share().share, list(study.verified().index)) == (0.0, ["E1"])


def test_statements_and_claims_are_verified_apart(study: Study) -> None:
    """One of one statement was judged and none of one claim: 1 of 2 together; another kind is refused."""
    kit.put(study.root, "codebook/statements.yaml", STATEMENTS)
    kit.put(study.root, "codebook/claims.yaml", "claims:\n  - {id: C1, text: {en: People stay.}}\n")
    words = study.codings().iloc[0]
    verdict = f"verdict: confirms, segments: [{words['source']}/{words['id']}], by: x"
    rows = f"verdicts:\n  - {{about: E1, who: P01, type: participant, {verdict}}}\n"
    kit.put(study.root, "codebook/verification.yaml", rows)
    study = study.reload()

    assert study.verified()["kind"].to_dict() == {"E1": "statements", "C1": "claims"}
    shares = [study.verified_share(kind) for kind in ("statements", "claims", "")]
    assert [(share.judged, share.claims) for share in shares] == [(1, 1), (0, 1), (1, 2)]
    with pytest.raises(TriangulationError, match=r"statements or claims \(got 'law'\)"):
        study.verified("law")


def test_links_between_records(study: Study) -> None:
    """A step of no thread, a step into its own origin, a cell of no proposition: each is told with its row."""
    steps = "steps:\n" + "".join(
        f"  - {{thread: {thread}, set: {name}, query: q, decided: silent, by: x}}\n"
        for thread, name in (("stay", "makers"), ("go", "sellers"))
    )
    kit.put(study.root, "codebook/threads.yaml", THREAD + steps)
    cell = "cells:\n  - {proposition: T9, set: all, decided: partly, by: x}\n"
    kit.put(study.root, "codebook/propositions.yaml", THEORY + cell)

    assert [(p.row, p.rule, p.came) for p in study.reload().problems] == [
        (4, "a cell belongs to a proposition", "T9"),
        (4, "stay: a step leads to another set than the thread's origin", "makers"),
        (5, "a step belongs to a thread", "go"),
    ]


def test_who_was_interviewed_verifies_as_participant(study: Study) -> None:
    """An insider who also speaks in an interview is a participant (F14); an unknown statement is told."""
    kit.put(study.root, "codebook/statements.yaml", STATEMENTS)
    words = study.codings().iloc[0]
    verdict = f"verdict: confirms, segments: [{words['source']}/{words['id']}], by: x"
    rows = [f"  - {{about: {about}, who: P01, type: {of}, {verdict}}}\n" for about, of in ABOUT]
    kit.put(study.root, "codebook/verification.yaml", "verdicts:\n" + "".join(rows))

    assert [(p.row, p.rule, p.next_step) for p in study.reload().problems] == [
        (2, "P01: who was interviewed verifies as participant", "Write type: participant."),
        (3, "about names a claim or statement", "The study has E1."),
    ]


def test_a_slip_in_a_fresh_table_is_refused(study: Study) -> None:
    """A reference to nothing is a warning where it once named something, and a slip in a table just filled in."""
    where = "theme == 'EXP.STAY' and sets == 'makers; rules'"
    path = table(study, "convergence", where, decided="silence", rationale="x", segments="RULE-1:3")
    with pytest.raises(
        StudyError, match=r"convergence.csv, line \d+: .* bears on a code \(got RULE-1:3\). Did you mean"
    ):
        study.decide("convergence", path, by="ani")


def test_what_law_alone_confirms_is_refused(study: Study) -> None:
    """A proposition cannot be decided as confirmed by a set of law; a reference to nothing is a warning."""
    cell = "cells:\n  - {proposition: T1, set: rules, decided: confirmed, segments: [S01/c9], by: x}\n"
    kit.put(study.root, "codebook/propositions.yaml", THEORY + cell)
    found = study.reload().judgement_problems()

    assert [(p.row, p.level, p.rule) for p in found] == [
        (4, "error", "T1, rules: law and literature are no data"),
        (4, "warning", "a reference names a coding or relation in force"),
    ]


def test_the_commands(study: Study) -> None:
    """`undecided` writes a table that is not there yet, `decide` takes it back, `check` tells what frames find."""
    runner = CliRunner()
    path = study.root / "waits.csv"
    there = ["--study", str(study.root)]
    wrote = runner.invoke(app, ["undecided", "silences", str(path), *there])
    frame = pd.read_csv(path, keep_default_na=False).assign(mark="expected", rationale="New.")
    frame.to_csv(path, index=False)
    took = runner.invoke(app, ["decide", "silences", str(path), "--by", "ani", *there])
    kit.put(study.root, "codebook/threads.yaml", THREAD.replace("by: ani", "segments: [S01/c9], by: ani"))
    checked = runner.invoke(app, ["check", *there])

    assert wrote.stdout == f"{len(frame)} rows wait in waits.csv; fill in mark, and what codebook/README.md asks for\n"
    assert took.stdout == f"saved {len(frame)} in codebook/silences.yaml\n"
    assert "warning: codebook/threads.yaml, line 2: a reference names a coding or relation in force" in checked.stdout
    assert (checked.exit_code, runner.invoke(app, ["undecided", "silences", str(path), *there]).exit_code) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "by", "alone", "said"),
    [
        ("claims", "ani", False, "a kind of judgement is one of convergence"),
        ("silences", "ani", True, "readers decide alone about convergence"),
        ("silences", "a ni", False, "who judges has a short name"),
    ],
)
def test_what_cannot_be_asked(study: Study, kind: str, by: str, alone: bool, said: str) -> None:
    """Another kind, another file, a name that is no name of a file: a sentence each."""
    path = kit.put(study.root, "x.csv", "mark,sat\n")
    with pytest.raises(AnalysisError, match=said):
        study.decide(kind, path, by=by, alone=alone)


def test_a_column_nobody_knows(study: Study) -> None:
    """A slip in the name of a column is not passed over."""
    path = kit.put(study.root, "x.csv", "theme,set,mark,rational\nEXP.STAY,rules,expected,x\n")
    with pytest.raises(AnalysisError, match=r"x.csv: a column is one of theme, .*\(got rational\)"):
        study.decide("silences", path, by="ani")


def test_a_kind_or_frame_that_is_not_there(study: Study) -> None:
    """What the study does not have is said with what it has."""
    with pytest.raises(TriangulationError, match="a kind of judgement is one of"):
        study.to_decide("claims")
    with pytest.raises(TriangulationError, match=r"legal_frames has no 'past' \(got none\)"):
        study.convergence(frame="past")
    with pytest.raises(TriangulationError, match="'EXP.STY' is no code of the codebook"):
        study.who_says("EXP.STY")
