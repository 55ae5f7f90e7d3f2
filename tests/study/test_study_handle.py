"""`study = open_study()`: the frames that a notebook asks for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit
from matplotlib.figure import Figure

import analysis
from analysis.errors import AnalysisError, ApproachError, FigureError, ReleaseError, StudyError
from analysis.study.handle import Study, find_root, open_study
from analysis.tables import write_csv


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that the tests of this file only read."""
    return kit.make_study(tmp_path_factory.mktemp("handle") / "bakery")


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    """The study, opened once."""
    return open_study(root)


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The frame's rows as tuples, of these columns only."""
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_the_public_names_are_sorted() -> None:
    """`analysis` is a table of contents, and every name in it is there."""
    assert analysis.__all__ == sorted(analysis.__all__)
    assert all(hasattr(analysis, name) for name in analysis.__all__)


def test_the_study_is_found_from_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook stands in a folder of the study, and names no path."""
    monkeypatch.chdir(root / "figures")

    assert find_root() == root.resolve()
    assert find_root(root / "interviews") == root.resolve()
    assert repr(open_study()) == "Study('bakery', 3 sources, 3 codes)"


def test_no_study_above(tmp_path: Path) -> None:
    """Outside every study the message says how to make one, and names no path of this machine."""
    with pytest.raises(StudyError) as error:
        open_study(tmp_path)

    assert str(error.value) == (
        f"{tmp_path.name}: no study.yaml here or in a folder above. "
        "Go into a study, or make one with: jenjang new FOLDER"
    )


def test_a_folder_that_is_not_there(root: Path) -> None:
    """A misspelt folder inside a study is a mistake, not the study around it."""
    with pytest.raises(StudyError, match="figrues: a study is a folder"):
        open_study(root / "figrues")


def test_a_sound_study_has_no_problem(study: Study) -> None:
    """The study of the tests checks without a warning."""
    assert (study.problems, study.errors, study.check().empty) == ((), [], True)


def test_check_is_a_frame(tmp_path: Path) -> None:
    """One row per problem, warnings among them; errors alone keep the study from being built."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "figures/model.yaml", "codes: [EXP.FIRST]", "codes: [EXP.LAST]")
    kit.change(root, "study.yaml", "id: bakery", "id: bakery\ncolour: blue")
    study = open_study(root)

    assert rows(study.check(), "level", "file", "row", "came") == [
        ("error", "figures/model.yaml", 7, "EXP.LAST"),
        ("warning", "study.yaml", 1, "colour"),
    ]
    assert [p.came for p in study.errors] == ["EXP.LAST"]


def test_sources(study: Study) -> None:
    """One row per source in which people speak; the rule is no such source."""
    assert rows(study.sources.reset_index(), "source", "kind", "role", "passages", "words", "provenance") == [
        ("S01", "interview", "baker", 3, 30, "constructed"),
        ("S02", "interview", "baker", 3, 17, "constructed"),
        ("S03", "interview", "seller", 3, 17, "constructed"),
    ]


def test_passages(study: Study) -> None:
    """One row per passage; `start` and `end` cut its text out of the source."""
    frame = study.passages
    own = frame[frame["source"] == "S01"]

    assert rows(own, "passage", "label", "question") == [(1, "INT", "q1"), (2, "P01", ""), (3, "P01", "")]
    assert sorted(set(frame["source"])) == ["RULE-1", "S01", "S02", "S03"]
    for row in frame.itertuples():
        assert study.source(str(row.source)).body[row.start : row.end] == row.text


def test_a_translation_stands_beside_its_passage(tmp_path: Path) -> None:
    """The sibling text of the study's first language is shown passage by passage."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    kit.change(root, "interviews/S02.md", "language: en", "language: id")
    text = kit.interview("S02", "INT [q1]: How?\n\nP02: By foot.\n\nP02: I like it.\n")
    kit.put(root, "interviews/S02.en.md", text.replace("kind: interview", "translation_of: S02"))
    study = open_study(root)

    assert study.problems == ()
    assert study.sources["translated"].tolist() == ["", "en", ""]
    own = study.passages[study.passages["source"] == "S02"]
    assert own["translation"].tolist() == ["How?", "By foot.", "I like it."]


def test_participants(tmp_path: Path) -> None:
    """The columns of the study's own table follow; the group is the one that the role belongs to."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    people = [{"id": p, "role": r, "group": "typo", "years": "3"} for p, r in kit.ROLES.items()]
    write_csv(root / "interviews/participants.csv", people, ("id", "role", "group", "years"))

    frame = open_study(root).participants

    assert list(frame) == ["role", "group", "years"]
    assert rows(frame.reset_index(), "person", "group") == [("P01", "makers"), ("P02", "makers"), ("P03", "sellers")]


def test_documents_and_provisions(study: Study) -> None:
    """A rule with its passages, and the rows of the register, marked where they hold in the legal frame."""
    assert rows(study.documents.reset_index(), "document", "kind", "passages") == [("RULE-1", "law", 2)]
    assert rows(study.provisions, "ref", "themes", "in_frame") == [("RULE-1:1", "EXP.STAY", True)]
    assert rows(study.document_codings, "ref", "code", "mode", "norm", "quote") == [
        ("RULE-1:1", "EXP.STAY", "norm", "fulfilled", "Whoever begins the dough stays until the bread is out.")
    ]


def test_guide(study: Study) -> None:
    """A question, the codes that its answers may reach, and in how many sources it was asked."""
    assert rows(study.guide.reset_index(), "question", "codes", "asked_in") == [("q1", "EXP.FIRST, EXP.STAY", 3)]


def test_codings_in_force(study: Study) -> None:
    """One coder's codings hold; each knows who spoke, in which role, after which question."""
    frame = study.codings()

    assert rows(frame, "source", "person", "group", "question", "code", "stance", "coder") == [
        ("S01", "P01", "makers", "q1", "EXP.FIRST", "supports", "anna"),
        ("S01", "P01", "makers", "q1", "EXP.STAY", "supports", "anna"),
        ("S02", "P02", "makers", "q1", "EXP.FIRST", "opposes", "anna"),
        ("S02", "P02", "makers", "q1", "EXP.STAY", "supports", "anna"),
        ("S03", "P03", "sellers", "q1", "EXP.STAY", "opposes", "anna"),
    ]
    assert [row.quote for row in frame.itertuples()] == [
        study.source(str(row.source)).body[row.start : row.end] for row in frame.itertuples()
    ]


def test_what_two_coders_agree_on_is_in_force(tmp_path: Path) -> None:
    """Where a second coder worked, only what both marked holds; each coder's own can still be asked for."""
    root = kit.make_study(tmp_path / "bakery")
    study = open_study(root)
    study.code("S02", coder="ben", code="EXP.STAY", quote="I liked it", at=kit.AT, provenance="constructed")
    frame = study.codings()

    assert rows(frame[frame["source"] == "S02"], "code", "coder", "quote") == [
        ("EXP.STAY", "anna+ben", "I stayed since I liked it")
    ]
    assert rows(study.codings(coder="ben"), "code", "quote") == [("EXP.STAY", "I liked it")]
    assert study.codings(coder="nobody").empty
    assert rows(study.coders, "coder", "source", "codings", "relations") == [
        ("anna", "S01", 2, 1),
        ("anna", "S02", 2, 0),
        ("anna", "S03", 1, 0),
        ("ben", "S02", 1, 0),
    ]


def test_a_ruling_is_in_force(tmp_path: Path) -> None:
    """What an adjudicator marks holds, though the coders disagree."""
    root = kit.make_study(tmp_path / "bakery")
    kit.put(root, "codings/coders.csv", "coder,role,provenance\nanna,coder,constructed\njo,adjudicator,constructed\n")
    study = open_study(root)
    study.code("S03", coder="jo", code="EXP.FIRST", quote="That is long ago", at=kit.AT)
    frame = study.codings()

    assert rows(frame[frame["source"] == "S03"], "code", "coder") == [("EXP.FIRST", "jo"), ("EXP.STAY", "anna")]


def test_relations(study: Study) -> None:
    """Who links which codes, in the study's words and in those of F29."""
    columns = ("source", "person", "from_code", "to_code", "type", "f29", "modality", "quote")

    assert rows(study.relations(), *columns) == [
        ("S01", "P01", "EXP.FIRST", "EXP.STAY", "leads-to", "causes", "asserted", kit.LINK[1])
    ]


def test_coverage_and_drift(study: Study) -> None:
    """Of 10 words that the seller said, 6 lie under a code; nothing was redefined since it was coded."""
    assert rows(study.coverage().reset_index(), "source", "words", "coded") == [
        ("S01", 23, 11),
        ("S02", 10, 10),
        ("S03", 10, 6),
    ]
    assert study.drift().empty


def test_matrix(study: Study) -> None:
    """Persons who speak of each theme: both bakers of both, the seller of staying."""
    by_role, by_group, by_source = (study.matrix(by=by) for by in ("role", "group", "source"))

    assert by_role.to_dict() == {"baker": {"EXP.FIRST": 2, "EXP.STAY": 2}, "seller": {"EXP.FIRST": 0, "EXP.STAY": 1}}
    assert by_group.set_axis(by_role.columns, axis=1).equals(by_role)
    assert by_source.loc["EXP.FIRST"].to_dict() == {"S01": 1, "S02": 1, "S03": 0}
    assert study.themes() == ["EXP.FIRST", "EXP.STAY"]


def test_class_sizes(study: Study) -> None:
    """How many persons speak in each class, coded or not."""
    assert study.class_sizes("role") == {"baker": 2, "seller": 1}
    assert study.class_sizes("group") == {"makers": 2, "sellers": 1}
    assert study.class_sizes("source") == {"S01": 1, "S02": 1, "S03": 1}


def test_convergence(study: Study) -> None:
    """Makers support staying, the seller opposes it: one contradiction. The rule states a norm and takes no side."""
    frame = study.convergence()
    stay = frame[frame["theme"] == "EXP.STAY"]

    assert rows(stay, "set_1", "set_2", "contradiction") == [
        ("makers", "sellers", True),
        ("makers", "rules", False),
        ("sellers", "rules", False),
    ]
    profiles = study.profiles().assign(stance=lambda f: f["stance"].astype(object).where(f["stance"].notna(), None))
    assert rows(profiles, "theme", "set", "n", "k", "stance", "norms") == [
        ("EXP.FIRST", "makers", 2, 2, 0, ""),
        ("EXP.FIRST", "sellers", 1, 0, 0, ""),
        ("EXP.FIRST", "rules", 0, 0, 0, ""),
        ("EXP.STAY", "makers", 2, 2, 1, ""),
        ("EXP.STAY", "sellers", 1, 1, -1, ""),
        ("EXP.STAY", "rules", 1, 1, None, "fulfilled"),
    ]
    assert study.assessment()["contradictions"].to_dict() == {"EXP.FIRST": 0, "EXP.STAY": 1}


def test_co_occurrence(study: Study) -> None:
    """Both codes stand in two sources of three."""
    assert rows(study.co_occurrence(), "code_1", "code_2", "n1", "n2", "n12") == [("EXP.FIRST", "EXP.STAY", 2, 3, 2)]


def test_approach(tmp_path: Path, study: Study) -> None:
    """The declared approach decides which features fit; study.yaml may overrule it, with the reason."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    kit.change(root, "study.yaml", "approach: codebook", "approach: reflexive")

    assert study.allows("agreement") == ""
    with pytest.raises(ApproachError, match="second-reading memos"):
        open_study(root).allows("agreement")

    reason = "overrides: [{feature: agreement, rationale: a journal asks for it}]"
    kit.change(root, "study.yaml", "approach: reflexive", f"approach: reflexive\n{reason}")

    assert "a journal asks for it" in open_study(root).allows("agreement")


def test_figures(study: Study) -> None:
    """One row per figure file, by number."""
    assert rows(study.figures.reset_index(), "figure", "number", "kind", "nodes", "edges") == [
        ("themes", 1, "matrix", 0, 0),
        ("model", 2, "diagram", 3, 2),
    ]
    assert isinstance(study.figure("model"), Figure)
    with pytest.raises(FigureError, match="the study has no figure 'modle'. It has themes, model."):
        study.figure("modle")


def test_marks(study: Study) -> None:
    """Each mark is drawn by its own evidence: both boxes contested, the arrow observed, two on the rule alone."""
    assert rows(study.marks("model"), "mark", "status", "persons", "opposers", "documents") == [
        ("node:come", "contested", 1, 1, 0),
        ("node:stay", "contested", 2, 1, 1),
        ("node:duty", "law", 0, 0, 1),
        ("edge:come->stay", "observed", 1, 0, 0),
        ("edge:duty->stay", "law", 0, 0, 1),
    ]
    assert study.basis().loc["model", ["observed", "contested", "law"]].to_dict() == {
        "observed": 1,
        "contested": 2,
        "law": 2,
    }


def test_evidence(study: Study) -> None:
    """Behind a mark stand the segments of its code and the provisions, with source and offsets."""
    frame = study.evidence("model", "node:stay")

    assert rows(frame, "basis", "source", "label", "position") == [
        ("interview", "S01", "P01", "supports"),
        ("interview", "S02", "P02", "supports"),
        ("interview", "S03", "P03", "opposes"),
        ("document", "RULE-1", "1", "norm fulfilled"),
    ]
    for row in frame.itertuples():
        assert study.source(str(row.source)).body[int(row.start) : int(row.end)] == row.quote


def test_every_mark_answers_in_every_profile(study: Study) -> None:
    """No mark of a figure is without an answer, one with no segments included."""
    for mark in study.marks("model")["mark"]:
        for profile in ("internal", "public"):
            assert list(study.evidence("model", mark, profile=profile)) == list(study.evidence("model", "node:stay"))


def test_evidence_in_public(study: Study) -> None:
    """Speakers by a label of three persons or more; no source, no offset, no role."""
    frame = study.evidence("model", "edge:come->stay", profile="public")

    assert rows(frame, "label", "source", "start", "end", "role", "group", "quote") == [
        ("a bakery hand", "", -1, -1, "", "", kit.LINK[1])
    ]


def test_words_without_consent(tmp_path: Path) -> None:
    """Who allows no quotation is withheld in public; who allows no analysis is left out of everything."""
    root = kit.make_study(tmp_path / "bakery")
    kit.write_consent(root, {"P01": {"quote_verbatim": "no"}, "P02": {"analyse": "no"}})
    study = open_study(root)

    shown = {p: study.evidence("model", "node:come", profile=p)["quote"].tolist() for p in ("internal", "public")}

    assert shown == {
        "internal": ["A friend asked me to come"],
        "public": ["[withheld]"],
    }


def test_an_unknown_profile(study: Study) -> None:
    """A profile that does not exist lets nothing through."""
    with pytest.raises(ReleaseError, match="a profile is one of public, internal"):
        study.evidence("model", "node:come", profile="Internal")


def test_a_table_by_source_leaves_in_no_public_profile(tmp_path: Path) -> None:
    """Its columns would be single interviews."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "figures/themes.yaml", "by: role", "by: source")
    study = open_study(root)

    assert study.drawing("themes").table["S03"].tolist() == [0, 1]
    with pytest.raises(ReleaseError, match="names each interview"):
        study.drawing("themes", profile="public")


def test_small_classes_in_public(study: Study) -> None:
    """A class below five shows none or some, and in headings and alternative text no size and no number of persons."""
    drawing = study.drawing("themes", profile="public")

    assert drawing.table.to_dict("list") == {
        "mark": ["node:EXP.FIRST", "node:EXP.STAY"],
        "baker": ["some", "some"],
        "seller": ["none", "some"],
    }
    assert "Baker some, Seller none" in drawing.alternative


def test_suggestions(study: Study) -> None:
    """The phrase of the codebook is found where it was said, and no interviewer's words are suggested."""
    assert rows(study.suggestions(), "source", "quote", "code") == [
        ("S01", "I stayed", "EXP.STAY"),
        ("S01", "I stayed", "EXP.STAY"),
        ("S02", "I stayed", "EXP.STAY"),
    ]


def test_suggestions_that_fit_no_longer(tmp_path: Path) -> None:
    """Kept suggestions that stand on other words than the text's are computed anew."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    before = open_study(root).suggestions()
    for key in kit.TALK:
        kit.put(root, f"codings/suggester/{key}.jsonl", "")
    assert open_study(root).suggestions().empty

    kit.put(root, "codings/suggester/S01.jsonl", '{"source":"S01","start":0,"end":3,"quote":"???"}\n')

    pd.testing.assert_frame_equal(open_study(root).suggestions(), before)


def test_last_act(tmp_path: Path, study: Study) -> None:
    """Dates in outputs are dates of the material: the last act, or none."""
    assert study.last_act == "2024-05-07"
    assert open_study(kit.make_study(tmp_path / "bakery", coded=False)).last_act == ""


def test_reload(tmp_path: Path) -> None:
    """The handle stands on what it read; `reload` reads the folder again."""
    root = kit.make_study(tmp_path / "bakery")
    study = open_study(root)
    open_study(root).code("S03", coder="anna", code="EXP.STAY", quote="long ago")

    assert (len(study.codings()), len(study.reload().codings())) == (5, 6)


def test_an_act_is_seen_at_once(tmp_path: Path) -> None:
    """Frames computed before an act are not handed out after it."""
    study = open_study(kit.make_study(tmp_path / "bakery"))
    assert study.matrix().loc["EXP.FIRST", "seller"] == 0

    study.code("S03", coder="anna", code="EXP.FIRST", quote="long ago")

    assert study.matrix().loc["EXP.FIRST", "seller"] == 1


def test_an_unknown_source(study: Study) -> None:
    """The message lists the sources there are."""
    with pytest.raises(AnalysisError) as error:
        study.source("S9")

    assert str(error.value) == "source 'S9' is not in the study. It has S01, S02, S03."


def test_a_study_without_codings(tmp_path: Path) -> None:
    """Before the first act every frame is there, with its columns and no row."""
    study = open_study(kit.make_study(tmp_path / "bakery", coded=False))

    assert study.codings().empty
    assert list(study.codings()) == list(open_study(kit.make_study(tmp_path / "coded")).codings())
    assert study.relations().empty
    assert study.co_occurrence().empty
    assert study.matrix().to_numpy().sum() == 0
    assert study.marks("model")["status"].tolist() == ["none", "law", "law", "none", "law"]
