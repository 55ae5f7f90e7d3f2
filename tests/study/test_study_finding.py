"""The sentence under a figure's title: whose claim it is, and when it may not stand there."""

from dataclasses import replace
from pathlib import Path

import pytest

import analysis
from analysis.figures.spec import FigureSpec, Finding
from analysis.figures.spec_file import read_spec
from analysis.study.finding import check_finding, finding_of
from analysis.study.handle import Study

ROOT = Path(analysis.__file__).parents[1]


@pytest.fixture(scope="module")
def study(repository: Study) -> Study:
    return repository


def spec_of(study: Study, claim: str, **text: str) -> FigureSpec:
    return replace(study.spec("model"), finding=Finding(claim, text, 12))


def test_the_sentence_is_that_of_the_claim_with_its_strength(study: Study) -> None:
    """Without words of its own the figure says what the claim says; the strength that was decided stands behind."""
    claim = study.loaded.claims["budget-limits-training"]
    told = finding_of(spec_of(study, claim.id), study.weighed, "id")

    assert told == f"{claim.text['id']} (kekuatan bukti: tinggi)"


def test_a_shorter_sentence_keeps_the_strength(study: Study) -> None:
    """A sentence of the figure's own is told with the strength of the claim too."""
    spec = spec_of(study, "budget-limits-training", en="Lack of budget delays training.")

    assert finding_of(spec, study.weighed, "en") == "Lack of budget delays training. (strength of the evidence: high)"


@pytest.mark.parametrize(
    ("claim", "level", "rule", "came"),
    [
        ("budget-limits-trainig", "error", "a finding names a claim of claims.yaml", "budget-limits-trainig"),
        ("step-down", "error", "a finding rests on a claim that is final and shown", "step-down: it is a draft"),
        ("no-ladder-pppk", "warning", "the claim of a finding points at the figure", "no-ladder-pppk"),
    ],
)
def test_what_is_wrong_with_a_finding(study: Study, claim: str, level: str, rule: str, came: str) -> None:
    """An unknown claim, a draft and one of another figure are named, with file and row; the first two are not drawn."""
    spec = spec_of(study, claim)
    first = next(check_finding(spec, study.weighed))

    assert (first.file, first.row, first.level, first.rule, first.came) == ("figures/model.yaml", 12, level, rule, came)
    assert bool(finding_of(spec, study.weighed, "en")) == (level == "warning")


def test_weak_evidence_is_too_little_for_a_title(study: Study) -> None:
    """A claim whose strength is low is drawn with that word, and the check warns."""
    entry = study.weighed["budget-limits-training"]
    low = {key: replace(decision, decided="serious") for key, decision in entry.claim.strength.items()}
    weighed = {entry.claim.id: replace(entry, claim=replace(entry.claim, strength=low))}
    problems = list(check_finding(spec_of(study, entry.claim.id), weighed))

    assert [(p.level, p.came) for p in problems] == [("warning", "budget-limits-training: very low")]


def test_every_figure_of_the_study_has_a_sound_finding(study: Study) -> None:
    """Nothing is wrong with the sentences of the five figures, and none passes for one about real people."""
    assert study.finding_problems() == []
    for name in ("pattern", "components", "system", "model", "ideal"):
        figure = study.figure(name, language="en")
        assert study.finding(name) in figure.about
        assert study.constructed_mark("en") in figure.about


def test_a_blocked_claim_is_never_drawn(study: Study) -> None:
    """A claim without a segment stays out of the picture, whatever its author calls it."""
    entry = study.weighed["merit-all-stages"]
    weighed = {entry.claim.id: replace(entry, claim=replace(entry.claim, status="final"))}
    spec = spec_of(study, entry.claim.id)

    assert finding_of(spec, weighed, "en") == ""
    assert "blocked" in next(check_finding(spec, weighed)).came


def test_a_finding_names_its_claim(tmp_path: Path) -> None:
    """A finding that is a sentence alone is refused: nobody stands for it."""
    text = (ROOT / "figures/model.yaml").read_text("utf-8").replace("{claim: budget-limits-training}", "Money matters.")
    (tmp_path / "model.yaml").write_text(text, "utf-8")
    _, problems = read_spec(tmp_path / "model.yaml")

    assert [p.rule for p in problems] == ["a finding names its claim"]


def test_a_sentence_that_counts_stays_inside(study: Study) -> None:
    """Outside the claim's own sentence, which tells how many said so, is not drawn: the arrow beside it reads some."""
    said = study.drawing("model", profile="public").alternative

    assert "eleven sources" in study.finding("model", profile="internal")
    assert study.finding("model", profile="public") == "" and "eleven" not in said


def test_a_sentence_of_the_figure_without_a_number_may_leave(study: Study) -> None:
    """What the file writes for the figure is drawn outside too; not where it holds a number in any language."""
    plain = spec_of(study, "budget-limits-training", en="Lack of budget delays training.")
    counted = spec_of(study, "budget-limits-training", en="Lack of budget delays training.", id="11 sumber.")

    assert finding_of(plain, study.weighed, "en", internal=False).startswith("Lack of budget delays training.")
    assert finding_of(counted, study.weighed, "en", internal=False) == ""
