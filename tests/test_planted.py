"""What was planted in the constructed corpus is shown: by the lint, the ledger, the displays or the gate.

tests/data/planted.yaml lists the problems with the words in which they were built in. Claims that a careless author
might write rest on exactly these words; the codings on them are the study's own.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis.study.handle import Study, open_study
from analysis.tables import read_yaml, to_yaml, write_text

ROOT = Path(__file__).parent.parent
NOTEBOOK = "07-claims-and-their-strength.ipynb"
PLANTED = {str(entry["id"]): entry for entry in read_yaml(Path(__file__).parent / "data" / "planted.yaml")}
PARTS = ("study.yaml", "interviews", "documents", "codebook", "codings", "figures")
JUDGED = ("claims", "negative_cases", "rivals", "convergence", "silences", "threads", "propositions", "verification")


def evidence(study: Study, planted: str, *, codes: tuple[str, ...] = ()) -> list[str]:
    """References of the codings in force that stand on the planted words (under these codes, or any)."""
    said, found = study.codings(), []
    for source, quotes in PLANTED[planted]["quotes"].items():
        body = study.source(source).body
        for quote in quotes:
            start = body.index(quote)
            rows = said[(said["source"] == source) & (said["start"] < start + len(quote)) & (said["end"] > start)]
            rows = rows[rows["code"].isin(codes)] if codes else rows
            found += list(rows["source"] + "/" + rows["id"])
    return sorted(set(found))


def claim(key: str, evidence: list[Any], **more: Any) -> dict[str, Any]:
    text = {"en": f"Claim {key}.", "id": f"Klaim {key}."}
    return {
        "id": key,
        "text": text,
        "kind": "descriptive",
        "research_question": "RQ1",
        "evidence": evidence,
        "by": "test",
    } | more


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A copy of the study with the claims of a careless author, and nobody's judgements."""
    copy = tmp_path_factory.mktemp("planted") / "study"
    copy.mkdir()
    for part in PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, copy / part)
    for name in JUDGED:
        (copy / f"codebook/{name}.yaml").unlink(missing_ok=True)
        shutil.rmtree(copy / f"codebook/{name}", ignore_errors=True)
    bare = open_study(copy)
    known = {"codes": ["LED.INF"], "stance": ["supports"], "groups": ["senior"]}
    unknown = {"codes": ["LED.INF"], "stance": ["opposes"], "groups": ["supervisory"]}
    claims = [
        claim("ECHO", evidence(bare, "echo")),
        claim("TOLD", [known], status="final"),
        claim("UNTOLD", [unknown], status="final"),
        claim("DOWN", evidence(bare, "one_voice", codes=("DIR.REA",))),
        claim("HOURS", evidence(bare, "norm_as_practice")),
        claim("PROVINCE", evidence(bare, "three_organisations")),
        claim("WITHDRAWN", [{"codes": ["DIR.REA"], "sources": ["S10"]}]),
    ]
    write_text(copy / "codebook/claims.yaml", to_yaml({"claims": claims}))
    study = open_study(copy)
    assert study.errors == []
    return study


def found(study: Study, rule: str, place: str) -> list[str]:
    rows = study.lint(rule)
    return list(rows.loc[rows["place"] == place, "what"])


def test_the_echo(study: Study) -> None:
    """S07 repeats S02: two sources are one witness."""
    assert study.claims().loc["ECHO", ["sources", "witnesses"]].tolist() == [2, 1]
    assert "2 sources are 1 independent witnesses" in found(study, "L04", "ECHO")


def test_the_contradiction(study: Study) -> None:
    """Everybody is told, nobody is told: both final, and nobody judged the theme."""
    pairs = study.convergence()
    row = pairs[(pairs["theme"] == "LED.INF") & (pairs["set_1"] == "senior") & (pairs["set_2"] == "supervisory")].iloc[
        0
    ]

    assert row["contradiction"]
    assert found(study, "L16", "TOLD") == ["contradicts UNTOLD on LED.INF, both are final, and F08 has no entry"]


def test_the_one_voice(study: Study) -> None:
    """Stepping down is told by one person alone: that is serious for adequacy, and the lint says who."""
    adequacy = study.strength("DOWN").set_index("component").loc["adequacy"]

    assert adequacy["proposed"] == "serious"
    assert any(what.startswith("one person, P10, gives") for what in found(study, "L04", "DOWN"))


def test_the_question_that_was_never_asked(study: Study) -> None:
    """The supervisory officials' silence on succession is none."""
    profiles = study.profiles()
    row = profiles[(profiles["theme"] == "PAT.SUC") & (profiles["set"] == "supervisory")].iloc[0]

    assert (row["k"], row["silence"]) == (0, "not_asked")


def test_the_story_that_names_somebody(study: Study) -> None:
    """P05 wants to be asked again before anything is quoted: in public nothing is."""
    assert not study.gate("public").may_quote("P05")


def test_the_two_kinds_of_contract(study: Study) -> None:
    """Under MER.PPK both person groups stand side by side, and a facet says where one is taken for the other."""
    rows = study.codings().query("code == 'MER.PPK'")

    assert {"PPPK", "honorary"} <= set(rows["person_group"])
    assert rows["facet"].str.contains("pppk-taken-for-honorary").any()


def test_the_norm_that_stands_for_practice(study: Study) -> None:
    """A rule that is recited is no practice, however often it is said."""
    assert found(study, "L17", "HOURS") == ["everything that is said tells what ought to be, not what happens"]


def test_the_withdrawn_quotation(study: Study) -> None:
    """P10's words are counted and shown in no profile."""
    chain = study.chain("WITHDRAWN")

    assert len(chain) and set(chain["quote"]) == {"[withheld]"}


def test_the_three_organisations(study: Study) -> None:
    """What is said of the province is no evidence of the campus: relevance is a concern, and L12 objects."""
    relevance = study.strength("PROVINCE").set_index("component").loc["relevance"]

    assert relevance["proposed"] in ("moderate", "serious")
    assert found(study, "L12", "PROVINCE") == ["1 of 2 pieces of evidence are of another case"]


@pytest.fixture(scope="module")
def whole(repository: Study) -> Study:
    """The study as it lies in the repository, with its judgements: what the notebooks show."""
    return repository


def test_the_echo_is_seen_in_the_register(whole: Study) -> None:
    """Quotations of S07 and S02 are two sources and one witness; the ledger of the study counts so too."""
    found = whole.witnesses(evidence(whole, "echo"))

    assert (found.sources, len(found.groups)) == (("S02", "S07"), 1)
    assert whole.claims().loc["news-of-openings", ["sources", "witnesses"]].tolist() == [7, 6]


def test_the_contradiction_is_a_reversal_of_roles(whole: Study) -> None:
    """Echelon II stands against echelon IV on the display by role, and the contradiction has an ending in words."""
    pairs = whole.convergence().query("theme == 'LED.INF' and set_1 == 'senior' and set_2 == 'supervisory'")

    assert "echelon-2 / echelon-4" in whole.contrasts(themes=["LED.INF"]).loc["LED.INF", "reversals"]
    assert pairs[["contradiction", "ended"]].values.tolist() == [[True, "explained"]]


def test_the_one_voice_keeps_a_claim_a_draft(whole: Study) -> None:
    """Seven of nine segments on stepping down are P10's, and the claim on it is no final one."""
    assert whole.cell("DIR.REA")["person"].value_counts().to_dict() == {"P10": 7, "P05": 1, "P06": 1}
    assert whole.claims().loc["step-down", ["status", "persons"]].tolist() == ["draft", 1]


def test_the_framework_says_not_asked(whole: Study) -> None:
    """In the framework matrix the cells of echelon IV on succession are no silence."""
    cells = whole.framework(themes=["PAT.SUC"]).set_index("case")

    assert cells.loc[["S02", "S07", "S10"], "status"].tolist() == ["not_asked"] * 3


def test_the_story_is_withheld_in_public(whole: Study) -> None:
    """Whatever is coded on the words that name somebody is printed in no public frame."""
    told = whole.gated(whole.resolve(evidence(whole, "identifiable")).query("person == 'P05'"), "public")

    assert len(told) and set(told["quote"]) == {"[withheld]"}


def test_the_withdrawn_words_are_withheld_inside_too(whole: Study) -> None:
    """Codings of P10, as a notebook prints them, have their place and no words."""
    shown = whole.gated(whole.codings().query("person == 'P10'"))

    assert len(shown) and set(shown["quote"]) == {"[withheld]"}


def test_the_recited_rule_leaves_with_its_layer(whole: Study) -> None:
    """S01 supports the statement on training as a rule; as practice she does not."""
    layers = whole.norm_and_practice("MEC.TRN").query("group == 'senior'").set_index("layer")

    assert layers.loc["said_norm", ["supports", "opposes"]].tolist() == [2, 0]
    assert layers.loc["practice", ["supports", "opposes"]].tolist() == [0, 4]


def test_three_organisations_are_a_concern_of_relevance(whole: Study) -> None:
    """A claim on the campus whose evidence is of elsewhere in good part is proposed as a concern."""
    proposed = whole.strength("appraisal-alike").set_index("component").loc["relevance"]

    assert (proposed["proposed"], proposed["prompts"]) == ("moderate", "direct 7; partial 3; indirect 0")


def test_the_notebook_lists_what_was_planted(whole: Study) -> None:
    """Its table has one row for each problem of the list, and no other."""
    cells = [cell.text for book in whole.notebooks if book.file.endswith(NOTEBOOK) for cell in book.cells]

    assert set(re.findall(r"^\| `(\w+)` \|", "\n".join(cells), re.M)) == set(PLANTED)


def test_every_planted_problem_has_its_test() -> None:
    """A problem that is planted later is noticed here."""
    assert set(PLANTED) == {
        "echo", "contradiction", "one_voice", "never_asked", "identifiable", "honorary_contract", "norm_as_practice",
        "withdrawn_quotation", "three_organisations",
    }  # fmt: skip
