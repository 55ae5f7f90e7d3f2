"""The ledger on the handle: claims, the chain both ways, strength, exceptions, rivals, lint, the public profile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit

from analysis.__main__ import app
from analysis.errors import AnalysisError
from analysis.study.handle import Study, open_study

SECOND = Path(__file__).parents[1] / "cases" / "night-handover"
CLAIMS = """\
claims:
  - id: C01
    text: {en: Two of three stay because they like it.}
    kind: descriptive
    scope: {en: the bakery}
    research_question: RQ1
    codes: [EXP.STAY]
    evidence:
      - {codes: [EXP.STAY], stance: [supports], frozen: 2}
    counter:
      - {codes: [EXP.STAY], stance: [opposes]}
    status: final
    figures: [model/node:stay]
    strength:
      adequacy: {decided: moderate, rationale: Two people of three.}
    by: anna
  - id: C02
    text: {en: Coming leads to staying.}
    kind: causal
    research_question: RQ1
    evidence:
      - {relation: {from: [EXP.FIRST], to: [EXP.STAY], modality: [asserted]}}
      - "RULE-1:1"
    by: anna
  - id: C03
    text: {en: Whoever comes should be asked why.}
    kind: normative
    research_question: RQ1
    figures: ["notebooks/01.ipynb#should be asked why"]
    by: anna
  - id: C04
    text: {en: It is so.}
    kind: descriptive
    research_question: RQ1
    evidence: [S01/gone]
    by: anna
"""
NEGATIVE = """\
negative_cases:
  - claim: C01
    condition: {codes: [EXP.STAY]}
    outcome: {codes: [EXP.STAY], stance: [supports]}
    endings:
      - {case: P03, ending: kept_as_exception, text: {en: There was nobody else.}, by: anna}
"""
NIGHT = """\
claims:
  - id: K1
    text: {es: Las interrupciones hacen perder datos., en: Interruptions lose facts.}
    kind: causal
    research_question: P2
    evidence:
      - {relation: {from: [REL.INT], to: [CUI.OMI], type: [provoca], modality: [asserted]}}
      - {codes: [CUI.OMI], stance: [supports], turno: [noche]}
      - "NORMA-RELEVO-2023:3"
    figures: [handover/node:NODE]
    by: ana
"""
RIVALS = """\
rivals:
  - id: V1
    claim: C02
    question: {en: Why do they stay?}
    hypotheses:
      - {id: H1, text: {en: They like it.}, prior: 0.5}
      - {id: H2, text: {en: They have to.}}
    evidence:
      - id: E1
        text: {en: A friend is named.}
        state: found
        refs: [S01/LINK]
        tests: {H1: {certain: no, unique: yes, p1: 0.3, p0: 0.05}}
"""
NOTEBOOK = """\
{"cells": [{"cell_type": "markdown", "id": "a1",
  "source": ["# Why\\n", "Whoever comes should be asked\\n", "why."]}]}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bakery with four claims."""
    root = kit.make_study(tmp_path_factory.mktemp("ledger") / "bakery")
    kit.change(root, "study.yaml", "  valence: [positive, negative]", "  mode: [fact, norm]")
    for source in ("S01", "S02", "S03"):
        kit.change(root, f"interviews/{source}.md", "language: en", "language: en\nplace: the oven")
    link = open_study(root).relations()["id"][0]
    kit.put(root, "codebook/claims.yaml", CLAIMS)
    kit.put(root, "codebook/negative_cases.yaml", NEGATIVE)
    kit.put(root, "codebook/rivals.yaml", RIVALS.replace("LINK", link))
    kit.put(root, "notebooks/01.ipynb", NOTEBOOK)
    return root


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return open_study(root)


def test_the_ledger_checks(study: Study) -> None:
    """The files are in order; what they say of the world is for the lint."""
    assert study.problems == ()


def test_one_row_per_claim(study: Study) -> None:
    """How many speak for and against, how much of the chain holds, what is shown and what is blocked."""
    claims = study.claims()

    assert claims.loc["C01", ["sources", "persons", "groups", "witnesses", "documents", "opposers"]].tolist() == [
        2,
        2,
        1,
        2,
        0,
        1,
    ]
    assert claims.loc["C02", ["sources", "documents"]].tolist() == [1, 1]
    assert claims["chain"].to_dict() == {"C01": "6/6", "C02": "5/6", "C03": "2/6", "C04": "1/6"}
    assert claims["rendering"].to_dict() == {
        "C01": "rendered",
        "C02": "not shown",
        "C03": "authors' view",
        "C04": "blocked",
    }
    assert study.chain_score() == 0.25


def test_proposed_and_decided_stand_apart(study: Study) -> None:
    """One component is decided, with its reason; the level waits for the other three."""
    strength = study.strength("C01").set_index("component")

    assert strength.loc["adequacy", ["decided", "rationale", "by"]].tolist() == [
        "moderate",
        "Two people of three.",
        "anna",
    ]
    assert strength.loc["coherence", "decided"] is None
    assert strength.loc["overall", "decided"] is None
    assert set(strength["method"]) == {"adapted from GRADE-CERQual, for one study (Lewin et al. 2018)"}
    assert study.claims().loc["C04", "strength_proposed"] is None


def test_the_chain_leads_both_ways(study: Study) -> None:
    """From the claim to the words, and from each station back to the claim."""
    chain = study.chain("C01")
    first = chain.iloc[0]

    assert first[["side", "protocol_item", "source", "date", "place", "shown_in"]].tolist() == [
        "evidence", "q1", "S01", "2024-05-06", "the oven", "model/node:stay",
    ]  # fmt: skip
    assert study.source("S01").body[first["start"] : first["end"]] == first["quote"]
    for station in (first["ref"], "S01", "EXP.STAY", "q1", "RQ1", "model/node:stay"):
        assert "C01" in set(study.claims_of(station)["claim"]), station
    assert study.claims_of("RULE-1:1").to_dict("records") == [{"claim": "C02", "as": "evidence"}]
    assert study.claims_of("notebooks/01.ipynb#should be asked why")["claim"].tolist() == ["C03"]
    assert study.claims_of("S03")["as"].tolist() == ["counter"]
    with pytest.raises(AnalysisError, match="got 'nothing'"):
        study.claims_of("nothing")


def test_a_claim_in_full(study: Study) -> None:
    """Every link and every component is told, with what is missing."""
    facts = study.claim("C02").set_index("item")["value"]

    assert facts["sentence_or_figure"] == "no sentence or figure element shows it yet"
    assert facts["record"] == "no search record"
    with pytest.raises(AnalysisError, match="no claim 'C9'"):
        study.claim("C9")


def test_the_types_of_triangulation_of_a_claim(study: Study) -> None:
    """Two persons are two data; one coder is no second investigator, and one way of collecting no second method."""
    used = study.triangulation("C01").set_index("type")["used"]

    assert used.to_dict() == {"data": True, "investigator": False, "theory": False, "method": False}


def test_exceptions_are_cases(study: Study) -> None:
    """P03 stays against her will; the exception is kept, with its reason."""
    cases = study.negative_cases("C01").set_index("case")

    assert cases["class"].to_dict() == {"P01": "fit", "P02": "fit", "P03": "negative"}
    assert cases.loc["P03", "text"] == "There was nobody else."
    assert study.negative_summary().loc["C01", "consistency"] == pytest.approx(2 / 3)


def test_rivals_are_tested(study: Study) -> None:
    """The smoking gun is found; the rival is tested by nothing."""
    assert study.process_tracing("V1")["test"].tolist() == ["smoking gun", ""]
    assert study.verdicts_on_rivals()["proposed"].tolist() == ["strongly_supported", "untested"]
    with pytest.raises(AnalysisError, match="no ledger 'V9'"):
        study.process_tracing("V9")


def test_the_lint_names_file_and_row(study: Study) -> None:
    """C04 cites what is not in force; the normative claim is spared, its sentence in a notebook is not."""
    errors = study.lint("L01", "F15a")

    assert set(errors["place"]) == {"C04"}
    assert (errors["file"] == "codebook/claims.yaml").all() and (errors["row"] > 0).all()
    assert study.lint("L18")["place"].tolist() == ["cell 1"]
    with pytest.raises(AnalysisError, match="L99"):
        study.lint("L99")


def test_a_mark_has_a_strength(study: Study) -> None:
    """The same rule on the evidence of a figure: one of three codings opposes, which is 0.33."""
    strength = study.mark_strength("model", "node:stay")

    assert strength.components["coherence"].prompts["opposing"] == "1 of 3 codings"
    assert strength.witnesses == 2


def test_in_public_no_person_and_no_small_class(root: Path) -> None:
    """Three were heard: counts become words, cases lose their ids, and nothing leads back to a source."""
    study = open_study(root)
    claims, chain, cases = (
        study.claims(profile="public"), study.chain("C01", profile="public"), study.negative_cases(profile="public"),
    )  # fmt: skip
    shown = pd.concat([frame.reset_index().astype(str).stack() for frame in (claims, chain, cases)])

    full = study.claim("C01", profile="public").set_index("item")["value"]

    assert claims.loc["C01", ["persons", "opposers"]].tolist() == ["some", "some"]
    assert (full["persons"], full["adequacy"]) == ("some", "proposed serious; decided moderate.")
    assert study.negative_summary(profile="public").loc["C01", "fit"] is None
    assert not shown.str.contains(r"\bP0\d|\bS0\d").any()


def test_withdrawn_words_are_not_quoted(root: Path, tmp_path: Path) -> None:
    """Who withdrew verbatim quotation is counted and not quoted, in any profile."""
    copy = tmp_path / "bakery"
    shutil.copytree(root, copy)
    kit.write_consent(copy, {"P01": {"withdrawn_at": "2024-06-01", "withdrawn_uses": "quote_verbatim"}})
    text = (copy / "interviews/consent.csv").read_text(encoding="utf-8")
    kit.put(copy, "interviews/consent.csv", _with_uses(text))
    study = open_study(copy)

    assert study.chain("C01")["quote"].tolist()[0] == "[withheld]"
    assert study.claims().loc["C01", "persons"] == 2


def _with_uses(text: str) -> str:
    """The table with a column that names what P01 withdrew."""
    header, *rows = text.strip().split("\n")
    more = [f"{row},{'quote_verbatim' if row.startswith('P01') else ''}" for row in rows]
    return "\n".join([f"{header},withdrawn_uses", *more, ""])


def test_a_study_without_claims(tmp_path: Path) -> None:
    """A fresh study has an empty ledger, and the lint finds nothing in it but what the register lacks."""
    study = open_study(kit.make_study(tmp_path / "bakery", coded=False))

    assert study.claims().empty and study.strength().empty and study.links().empty
    assert study.negative_cases().empty and study.process_tracing().empty
    assert study.chain_score() is None
    assert set(study.lint()["id"]) <= {"L11", "L22", "L08"}


def test_the_second_case_has_claims_too(tmp_path: Path) -> None:
    """Another field, language, attributes and roles: the same files, no change of code."""
    copy = tmp_path / "night"
    shutil.copytree(SECOND, copy)
    kit.put(copy, "codebook/claims.yaml", NIGHT.replace("NODE", _a_node(copy)))
    study = open_study(copy)
    claim = study.claims().loc["K1"]

    assert study.problems == ()
    assert claim["chain"] == "6/6" and claim["documents"] == 1 and claim["persons"] == 5
    assert "L07" in set(study.lint()["id"])


def _a_node(root: Path) -> str:
    return open_study(root).loaded.figures["handover"].nodes[0].id


def test_the_commands_tell_it(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`claims` lists, `claim` tells one, `check --claims` says what a critic would and exits with 1 on an error."""
    monkeypatch.chdir(root)
    said = {}
    for arguments in (("claims",), ("claim", "C01"), ("check", "--claims"), ("check",)):
        with pytest.raises(SystemExit) as end:
            app(list(arguments))
        said[" ".join(arguments)] = (end.value.code, capsys.readouterr().out)

    assert "chain 6/6; strength proposed" in said["claims"][1]
    assert (
        said["claims"][1]
        .rstrip()
        .endswith("Strength is adapted from GRADE-CERQual, for one study (Lewin et al. 2018).")
    )
    assert "protocol_item: holds" in said["claim C01"][1]
    assert said["check --claims"][0] == 1 and said["check"][0] == 0
    assert "error: codebook/claims.yaml, line" in said["check --claims"][1]


def test_check_names_claims_that_lost_their_words(study: Study) -> None:
    """C04 cites what is not in force: `check` says so with file and row, on the handle as at the command line."""
    told = study.check().query("file == 'codebook/claims.yaml'")

    assert told[["level", "row", "came"]].values.tolist() == [["warning", study.loaded.claims["C04"].line, "S01/gone"]]
