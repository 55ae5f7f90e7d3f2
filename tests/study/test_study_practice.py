"""A copy to try things out in."""

import pytest
import study_kit as kit

from analysis.errors import StudyError
from analysis.study.handle import open_study


def test_what_is_tried_in_a_copy_changes_nothing(tmp_path):
    """The copy holds the study and its codings; it is made anew each time."""
    root = kit.make_study(tmp_path / "study")
    before = kit.files(root)
    study = open_study(root)
    copy = study.practice()
    copy.code("S03", coder="me", code="EXP.FIRST", quote="That is long ago", provenance="constructed")

    assert list(copy.codings(coder="me")["quote"]) == ["That is long ago"]
    assert {name: data for name, data in kit.files(root).items() if not name.startswith("out/")} == before
    assert len(study.practice().codings(coder="me")) == 0
    for name in ("a/b", ".."):
        with pytest.raises(StudyError, match="practice copy's name"):
            study.practice(name)
    with pytest.raises(StudyError, match="made of the study itself"):
        copy.practice()
