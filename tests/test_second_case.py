"""A second case, of another field, language and role scheme, goes through the same commands with no change of code."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.errors import ApproachError
from analysis.study.build import build
from analysis.study.handle import Study, open_study
from analysis.study.loaded import Loaded
from analysis.study.verify import SAME, verify

pytestmark = pytest.mark.usefixtures("coarse")
CASE = Path(__file__).parent / "cases" / "night-handover"


@pytest.fixture(scope="module")
def root(coarse: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the case, built once."""
    copy = tmp_path_factory.mktemp("case") / "night-handover"
    shutil.copytree(CASE, copy)
    build(copy)
    yield copy


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return open_study(root)


def test_it_checks(study: Study) -> None:
    """Nothing is wrong with the case, and nothing is warned of."""
    assert study.problems == ()


def test_its_outputs_are_there(root: Path) -> None:
    """Both figures come out in both of its languages, with tables and the evidence page."""
    made = {p.name for p in (root / "figures").iterdir()}

    assert {
        f"{n}.{lang}.{form}" for n in ("handover", "themes") for lang in ("es", "en") for form in ("svg", "png")
    } <= made
    assert {"handover.csv", "themes.csv", "evidence.html"} <= made


def test_it_rebuilds_to_the_same_bytes(root: Path) -> None:
    """A rebuild aside gives every published file again."""
    assert {item.verdict for item in verify(root)} == {SAME}


def test_its_own_roles_make_the_matrix(study: Study) -> None:
    """Columns are the roles that the case declares, in its order."""
    assert list(study.matrix(by="role").columns) == [
        r for r in study.config.role_ids if r in set(study.participants.role)
    ]


def test_two_coders_and_rulings_are_in_force(study: Study) -> None:
    """What both coders marked holds, and so do the adjudicator's rulings; what one of them marked alone does not."""
    coders = set(study.codings()["coder"])

    assert coders == {"ana+blas", "carla"}


def test_rules_work_in_its_language(study: Study) -> None:
    """Spanish indicators suggest codes in Spanish talk."""
    found = study.suggestions()

    assert len(found) > 0
    assert set(found["code"]) <= set(study.codebook.codes)


def test_every_mark_answers_or_says_on_what_it_rests(study: Study) -> None:
    """Each mark that is drawn as asserted leads to segments; the others declare law, theory or proposal."""
    for row in study.marks("handover").itertuples():
        evidence = study.evidence("handover", row.mark)
        said = evidence["basis"] != "document"
        assert bool(said.any()) == (row.persons + row.opposers + row.hypothetical > 0), row.mark
        assert row.status != "none", row.mark


def test_its_approach_is_its_own(study: Study) -> None:
    """The case declares coding reliability, in which agreement is required; a reflexive study would refuse it."""
    assert study.allows("agreement") == ""
    with pytest.raises(ApproachError, match="second-reading"):
        Study(_reflexive(study)).allows("agreement")


def _reflexive(study: Study) -> Loaded:
    return replace(study.loaded, config=replace(study.config, approach="reflexive"))


def test_who_says_what_in_its_words(study: Study) -> None:
    """The written log: the care team opposes, manager and physician support, and the rule is fulfilled."""
    frame = study.who_says("REL.REG")

    assert frame[["set", "position", "n", "k", "who"]].values.tolist() == [
        ["cuidados", "contradicts", 4, 2, "N01, N02"],
        ["gestion", "supports", 2, 1, "N03"],
        ["medicina", "supports", 1, 1, "N04"],
        ["normas", "supports", 1, 1, "NORMA-RELEVO-2023"],
    ]
    assert study.resolve(frame["evidence"].iloc[0].split("; "))["group"].tolist() == ["cuidados", "cuidados"]


def test_its_people_are_one_layer(study: Study) -> None:
    """It records no mode of what is said: rules and words stand apart, and words are called unmarked."""
    layers = study.norm_and_practice("REL.REG")

    assert layers["layer"].tolist() == ["law", "unmarked", "unmarked", "unmarked"]
    assert layers.loc[0, ["group", "norms", "confidence"]].tolist() == ["document", "fulfilled", "verified 1"]


def test_its_judgements(root: Path, tmp_path: Path) -> None:
    """A silence, a thread and a theory of the case are read, judged by its own sets, and told in its languages."""
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)
    (copy / "codebook/threads.yaml").write_text(
        "threads:\n  - {id: registro, question: {es: ¿Quién lo usa?, en: Who uses it?}, theme: REL.REG, "
        "origin: cuidados, by: ana}\n",
        encoding="utf-8",
    )
    (copy / "codebook/propositions.yaml").write_text(
        "propositions:\n  - {id: T1, text: {es: El registro ayuda., en: The log helps.}, "
        "reference: ['NORMA-RELEVO-2023:2(1)'], predicts: {REL.REG: supports}}\n",
        encoding="utf-8",
    )
    study = open_study(copy)

    assert study.problems == () and study.judgement_problems() == []
    assert study.thread_steps()[["set", "proposed"]].values.tolist() == [
        *(["gestion", "contradicts"], ["medicina", "contradicts"], ["normas", "contradicts"])
    ]
    assert study.threads()["question"].tolist() == ["¿Quién lo usa?"]
    assert study.propositions().loc["T1"].tolist() == [
        *("El registro ayuda.", "NORMA-RELEVO-2023:2(1)", "REL.REG supports"),
        *("contradicted", "confirmed", "confirmed", "confirmed", "partly"),
    ]


def test_its_readers_may_compare(study: Study) -> None:
    """Coding reliability lets readers be compared; a reflexive study refuses the number and says what to do instead."""
    assert study.reader_comparison().alpha.reason.startswith("no pairable unit")
    with pytest.raises(ApproachError, match="second-reading"):
        Study(_reflexive(study)).reader_comparison()
