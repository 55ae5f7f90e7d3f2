"""Review and comparison on the page, by mouse and by single keys."""

import pytest
import study_kit as kit
from desk_kit import CAFE, FRIEND, add, desk, journal, standing

from analysis.study.handle import open_study

LONG = "I stayed for the café, and because a friend was here I stayed"


@pytest.fixture
def many(root):
    """A talk in which the rule matches eight times."""
    lines = [f"P01: Number {n}, I stayed in house {n}." for n in range(1, 9)]
    kit.put(root, "interviews/S01.md", kit.interview("S01", "\n\n".join(lines) + "\n"))
    return root


def open_hits(at):
    return at.page.locator('.jd-hit[data-verdict="open"]').count()


def test_one_key_each(staged, root, many):
    """a accepts the sentence, r rejects; the next one waits at once; the queue says how many are left."""
    at = staged(mode="review")
    at.text()
    at.press("a")
    at.saved()
    at.press("r")
    at.saved()

    accepted, rejected = journal(root).acts
    assert (accepted.op, accepted.quote) == ("accept", "Number 1, I stayed in house 1")
    assert (rejected.op, rejected.quote) == ("reject", "I stayed")
    assert at.page.locator(".jd-left [role=status]").text_content() == "6 of 8 wait"
    assert "1 of 2 accepted (50 %)" in at.page.locator(".jd-right").text_content()


def test_the_span_is_adjusted_before(staged, root):
    """w takes the matched words, Shift and Alt with the arrows move the ends."""
    at = staged(mode="review")
    at.text()
    at.press("w", "Shift+ArrowRight", "Shift+ArrowRight", "Alt+ArrowRight", "a")

    assert at.codings() == [("EXP.STAY", "stayed for the")]


def test_another_code_by_typing(staged, root):
    """o asks for the code; the hit is turned down and the other code put."""
    at = staged(mode="review")
    at.text()
    at.press("o")
    at.page.keyboard.type("first")
    at.press("Enter")

    assert at.codings() == [("EXP.FIRST", LONG)]
    assert [act.op for act in journal(root).acts] == ["reject", "add"]


def test_undo_opens_the_last_decision(staged, many):
    """And goes back to it."""
    at = staged(mode="review")
    at.text()
    at.press("a", "r", "r")
    at.saved()
    assert open_hits(at) == 5
    at.press("Control+z", "Control+z")
    at.saved()
    at.page.wait_for_function("document.querySelectorAll('.jd-hit[data-verdict=open]').length === 7")

    assert at.page.locator('.jd-hit[aria-current="true"]').get_attribute("data-verdict") == "open"


def test_all_of_a_rule_after_a_sample(staged, many):
    """Five sentences are shown first; then all are accepted, and one undo takes them back."""
    at = staged(mode="review")
    at.text()
    at.press("r")
    at.press_button("Accept all of this rule")
    assert at.page.locator(".jd-sample li").count() == 5
    at.press_button("I have read them: accept all 7")
    assert len(at.codings()) == 7
    at.press("Control+z")

    assert at.codings() == []
    assert open_hits(at) == 7


def test_a_rejected_hit_stays_away(staged, many):
    """Also when the desk is opened again."""
    at = staged(mode="review")
    at.text()
    at.press("r")
    at.saved()
    again = staged(mode="review")

    assert (open_hits(again), again.page.locator('.jd-hit[data-verdict="rejected"]').count()) == (7, 1)


@pytest.fixture
def two(root):
    """Ben and Cleo have finished: the café both, with another valence; the friend Ben alone."""
    ben, cleo = desk(root), desk(root, coder="cleo")
    add(ben, CAFE, attributes={"valence": "positive"}, memo="ben's thought")
    add(ben, FRIEND, "EXP.FIRST")
    add(cleo, LONG, attributes={"valence": "negative"})
    for at in (ben, cleo):
        at.do("finish")


def test_both_sides_are_seen(staged, two):
    """Who marked what, with attributes; what differs is marked; solid and dashed lines tell the coders apart."""
    at = staged(coder="judge", role="adjudicator", mode="compare")
    at.page.locator(".jd-hit").nth(1).click()
    ben, cleo = at.page.locator(".jd-sides section").all()

    assert "ben's thought" in ben.text_content() and "valence: negative" in cleo.text_content()
    assert at.page.locator(".jd-differs").all_text_contents() == ["valence: positive", "valence: negative"]
    assert at.page.locator(".jd-legend[data-line=dashed]").first.text_content() == "cleo"


def test_a_difference_is_settled_in_one_dialog(staged, root, two):
    """Outcome, type, reason; without a reason it is refused; then it is in force and the next one waits."""
    at = staged(coder="judge", role="adjudicator", mode="compare")
    at.page.locator(".jd-hit").first.click()
    at.page.get_by_role("radio", name="keep").check()
    at.page.get_by_role("radio", name="oversight").check()
    at.page.get_by_label("Reason in a sentence").fill("Cleo passed over it.")
    at.press("Control+Enter")
    at.saved()
    (ruling,) = desk(root, coder="judge", role="adjudicator", mode="compare").state.rulings

    assert (ruling.outcome, ruling.difference, ruling.reason) == ("kept", "oversight", "Cleo passed over it.")
    assert FRIEND in set(open_study(root).codings()["quote"])
    assert at.page.locator(".jd-hit").nth(1).get_attribute("aria-current") == "true"
    at.press_button("Undo")
    at.page.wait_for_function("document.querySelector('.jd-hit').dataset.verdict === 'open'")


def test_whose_words_and_which_value_are_chosen(staged, root, two):
    """The span of one coder and the attribute of the other."""
    at = staged(coder="judge", role="adjudicator", mode="compare")
    at.page.locator(".jd-hit").nth(1).click()
    at.page.get_by_role("radio", name="keep").check()
    at.page.get_by_role("radio", name="unit").check()
    at.page.get_by_role("combobox", name="Words to keep").select_option("as ben cut it")
    at.page.get_by_role("combobox", name="valence").select_option("negative")
    at.page.get_by_label("Reason in a sentence").fill("The café alone.")
    at.press_button("Settle")
    at.saved()
    judge = desk(root, coder="judge", role="adjudicator", mode="compare")

    assert standing(judge) == [("EXP.STAY", CAFE)]
    assert judge.state.codings[0].attributes == {"valence": "negative"}
