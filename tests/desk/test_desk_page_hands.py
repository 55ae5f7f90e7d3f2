"""What a hand expects: the keys act on what was clicked, the focus stays in the desk, what changes is seen and said."""

from __future__ import annotations

import pytest
from desk_kit import CAFE, FRIEND, add, desk, kit

from analysis.errors import CodingError

FOCUS = "document.activeElement.className.split(' ')[0]"
SEEN = """(words) => {
  const frame = document.querySelector('.jd-text').getBoundingClientRect();
  const p = [...document.querySelectorAll('.jd-words')].find((node) => node.textContent.includes(words));
  const at = p.getBoundingClientRect();
  return at.bottom > frame.top && at.top < frame.bottom;
}"""


def focus(at):
    at.settle()
    return at.page.evaluate(FOCUS)


def notice(at):
    return at.page.locator(".jd-notice").text_content()


def test_keys_act_on_a_coding_that_was_clicked_beside_the_text(staged, root):
    """Its end moves, its memo opens: a click on a code leaves the focus in the text, not on a dead button."""
    add(desk(root), CAFE)
    at = staged()
    at.page.locator(".jd-codes .jd-chip").click()
    at.press("Alt+ArrowLeft")
    at.saved()
    inside = focus(at)
    at.press("m")

    assert at.codings() == [("EXP.STAY", "I stayed for the")]
    assert (inside, at.page.evaluate("document.activeElement.dataset.field")) == ("jd-text", "memo")


def test_keys_act_on_a_coding_that_tab_reached(staged, root):
    """Without choosing it first; and Alt with an arrow never goes back to the page before this one."""
    add(desk(root), CAFE)
    at = staged()
    at.page.locator(".jd-codes .jd-chip").focus()
    at.press("Alt+ArrowLeft")

    assert at.codings() == [("EXP.STAY", "I stayed for the")]
    assert focus(at) == "jd-text"
    at.page.evaluate(
        "addEventListener('keydown', (e) => setTimeout(() => { window.kept = e.defaultPrevented; }), true)"
    )
    at.page.get_by_role("button", name="Finish").focus()
    at.press("Alt+ArrowLeft")
    at.settle()
    assert at.page.evaluate("window.kept")


@pytest.mark.parametrize("pressed", [".jd-about [aria-pressed]", ".jd-hotcode", ".jd-here .jd-chip"])
def test_the_focus_stays_on_what_was_pressed(staged, root, pressed):
    """The star, recent codes and codes at the cursor are drawn anew when pressed: their successors have the focus."""
    add(desk(root), CAFE)
    at = staged()
    at.page.locator('[role=treeitem][data-code="EXP.FIRST"]').focus()
    at.click("for the café") if "here" in pressed else at.select(FRIEND)
    at.page.locator(pressed).first.evaluate("(node) => { node.focus(); node.click(); }")
    at.saved()

    at.settle()
    assert at.page.evaluate("(pressed) => document.activeElement.matches(pressed)", pressed)


def test_the_focus_goes_to_the_text_where_the_pressed_one_is_gone(staged, root):
    """In review the button changes its name; the keys go on working."""
    kit.put(root, "interviews/S01.md", kit.interview("S01", "P01: First I stayed. Then I stayed in a house.\n"))
    at = staged(mode="review")
    at.page.get_by_role("button", name="Words only").focus()
    at.press("Enter")

    assert focus(at) == "jd-text"
    at.press("r")
    at.saved()
    assert len(at.desk.journal.acts) == 1


def test_undo_goes_to_what_it_changed(staged, root):
    """Far from it in a long text: the place comes into view, and it is said what was taken back."""
    lines = [f"P01: Answer {n}, I stayed in house {n}." for n in range(1, 200)]
    kit.put(root, "interviews/S01.md", kit.interview("S01", "\n\n".join(lines) + "\n"))
    add(desk(root), "I stayed in house 3.")
    at = staged()
    at.text()
    at.press("End")
    at.page.wait_for_function(f"!({SEEN})('house 3.')")
    at.press("Control+z")
    at.saved()

    at.page.wait_for_function(f"({SEEN})('house 3.')")
    assert at.page.locator(".jd > .jd-sr").text_content().strip() == "Undo: coding EXP.STAY"
    at.press("End", "Control+Shift+z")
    at.saved()
    at.page.wait_for_function(f"({SEEN})('house 3.')")
    assert at.page.locator(".jd-card h4").text_content().startswith("EXP.STAY")


def test_a_key_in_the_codebook_says_what_to_select(staged):
    """Enter on a code without a selection; a click by the mouse only shows what the code means."""
    at = staged()
    code = at.page.locator('[role=treeitem][data-code="EXP.STAY"]')
    code.click()
    clicked = notice(at)
    code.press("Enter")

    assert clicked == ""
    assert notice(at) == "Select words first (Space takes the sentence); then Enter codes them with EXP.STAY."


def test_a_finished_pass_answers(staged, root):
    """Letters, digits and a selection by mouse: it is said that the pass is finished, and no list of codes opens."""
    desk(root).do("finish")
    at = staged()
    at.select(CAFE)
    selected = notice(at)
    at.press("ArrowLeft", "s")

    assert selected == notice(at) == at.page.locator(".jd-warning").text_content().replace(" Reopen …", "")
    assert not at.page.locator(".jd-quick").is_visible()


def test_a_passage_is_said_whole(staged, root):
    """Who moves by passage hears the speaker, the words and the codes; by word, the word."""
    add(desk(root), CAFE)
    at = staged()
    saying = at.page.locator(".jd > .jd-sr")
    at.text()
    at.press("Home", "ArrowDown")
    at.press("ArrowDown")
    passages = [saying.text_content()]
    at.press("ArrowUp")
    passages.append(saying.text_content())
    at.press("ArrowRight")

    (whole,) = [said for said in passages if CAFE in said]
    assert whole.startswith("P01: ") and whole.endswith("(Codes: EXP.STAY)")
    assert " " not in saying.text_content().strip()


def test_accents_are_found_however_they_are_typed(staged):
    """A text keeps é as one character; typed as e and an accent it is found too."""
    at = staged()
    at.page.locator(".jd-finder input").fill("cafe\u0301")

    assert at.page.locator(".jd-finder .jd-count").text_content() == "0 of 1"


def test_an_empty_field_keeps_the_dialog_open(staged):
    """A proposal without a name is not sent to be refused: the field is pointed at."""
    at = staged()
    at.press_button("Propose a new code")
    at.press_button("Save")

    assert at.page.locator("dialog").count() == 1
    assert at.page.evaluate("document.activeElement.matches('dialog input:invalid')")


def test_a_page_that_cannot_be_written_says_so(staged, root):
    """Ctrl+S where out/ is a file: a sentence, not silence."""
    kit.put(root, "out/desk", "in the way")
    at = staged()
    at.text()
    at.press("Control+s")

    at.page.wait_for_selector(".jd-alert")
    assert (
        at.page.locator(".jd-alert").text_content().startswith("out/desk: the page of the coded text was not written")
    )


def test_arrows_in_review_leave_the_suggestion_marked(staged, root):
    """Reading on with the arrow keys does not take away which words would be coded."""
    kit.put(root, "interviews/S01.md", kit.interview("S01", "P01: First I stayed. Then I stayed in a house.\n"))
    at = staged(mode="review")
    marked = "[...CSS.highlights].find(([name]) => name.endsWith('-selection'))[1].size"
    at.page.wait_for_function(f"{marked} === 1")
    at.text()
    at.press("ArrowRight", "ArrowRight")

    assert at.page.evaluate(marked) == 1


def test_the_queue_counts_what_it_shows(staged, root):
    """Of three suggestions two are of the chosen rule."""
    kit.put(root, "interviews/S01.md", kit.interview("S01", "P01: I came here. First I stayed. Then I stayed on.\n"))
    at = staged(mode="review")
    left = at.page.locator(".jd-left [role=status]")
    everything = left.text_content()
    at.page.locator(".jd-left select").select_option("EXP.STAY/en/I stayed")

    assert (everything, left.text_content()) == ("3 of 3 wait", "2 of 2 wait")


@pytest.mark.parametrize("name", ["", "../ben", "Ibu Sri", "suggester"])
def test_a_name_that_cannot_be_is_refused_at_the_door(root, name):
    """Not after the first coding; and no page is written under it."""
    with pytest.raises(CodingError, match="coder's name"):
        desk(root, coder=name)


def test_the_sides_are_as_wide_as_one_wants(staged):
    """Dragged by mouse or moved by keys, remembered for the next time, put back by Home; never past reason."""
    at = staged()
    width = "(side) => Math.round(document.querySelector(`.jd-${side}`).getBoundingClientRect().width)"
    left, right = (at.page.get_by_role("separator", name=f"Width of the {side}") for side in ("list", "panel"))
    box = left.bounding_box()
    at.page.mouse.move(box["x"] + 4, box["y"] + 100)
    at.page.mouse.down()
    at.page.mouse.move(box["x"] + 84, box["y"] + 100)
    at.page.mouse.up()
    right.focus()
    at.press("ArrowLeft", "ArrowLeft")
    at.settle()
    assert [at.page.evaluate(width, side) for side in ("left", "right")] == [306, 284]
    at.open()
    assert [at.page.evaluate(width, side) for side in ("left", "right")] == [306, 284]
    right.focus()
    at.press("Home")
    assert at.page.evaluate(width, "right") == 252
    left.focus()
    at.press(*["ArrowLeft"] * 20)
    assert at.page.evaluate(width, "left") == 160
