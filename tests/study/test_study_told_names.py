"""Names in what people wrote under codebook/: found with file and row, and told by `jenjang scrub`."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.study.handle import Study, open_study

CLAIMS = """\
claims:
  - id: C1
    text: {en: "People stay, as Mr Jonah Reed told us."}
    kind: descriptive
    research_question: RQ1
    strength:
      adequacy: {decided: serious, rationale: "We rang jonah@reed.org about it.", by: anna}
    by: anna
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The bakery with a claim, a threads file without names, and one that cannot be read."""
    root = kit.make_study(tmp_path / "bakery")
    kit.put(root, "interviews/patterns.yaml", "titles: [Mr]\n")
    kit.put(root, "codebook/claims.yaml", CLAIMS)
    kit.put(root, "codebook/silences.yaml", "silences: [\n")
    return open_study(root)


def test_names_are_found_in_free_words(study: Study) -> None:
    """A name after a title in the text, an address in a rationale; ids and closed words are not read."""
    frame = study.named_in_judgements()

    assert frame[["file", "row", "form"]].values.tolist() == [
        ["codebook/claims.yaml", 3, "Jonah Reed"],
        ["codebook/claims.yaml", 7, "jonah@reed.org"],
    ]


def test_what_was_kept_is_not_asked_again(study: Study) -> None:
    """A form that a person decided to keep is no finding."""
    kit.put(study.root, "interviews/kept.csv", "form,class,reason\nJonah Reed,person,everyone knows it\n")

    assert set(open_study(study.root).named_in_judgements()["form"]) == {"jonah@reed.org"}


def test_the_command_tells_them(study: Study, tmp_path: Path) -> None:
    """A line with file and row for each, and what to do: these files are changed by hand."""
    arguments = ["scrub", "--review", str(tmp_path / "names.csv"), "--study", str(study.root)]
    told = " ".join(CliRunner().invoke(app, arguments).output.split())

    assert "codebook/claims.yaml, line 3: 'Jonah Reed' may name somebody (person)" in told
    assert "kept by hand" in told
