"""What must not happen at the desk: an act lost or claimed as saved, a text that acts, keys that reach the notebook."""

import re

import page_kit
import pytest
import study_kit as kit
from axe_playwright_python.sync_playwright import Axe
from desk_kit import CAFE, FRIEND, add, desk, journal

from analysis.desk.page import render

EVIL = "<img src=x onerror=window.hit=1>"
KEYS_REACHING = """() => {
  window.reached = [];
  document.addEventListener('keydown', (e) => {
    for (let node = e.target; node && node !== document.documentElement; node = node.parentElement) {
      if (node.hasAttribute('data-lm-suppress-shortcuts')) return;
      if (node === e.target) { window.reached.push(e.key + ' on ' + (node.className || node.tagName)); return; }
    }
  }, true);
}"""
PRESS = "(key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
BARE = """[...document.querySelectorAll('.jd :is(button, input, select, textarea, dialog, [tabindex])')]
  .filter((node) => !node.hasAttribute('data-lm-suppress-shortcuts')).length"""


def code_cafe(at):
    at.select(CAFE)
    at.page.keyboard.type("stay")
    at.press("Enter")


def test_a_dead_kernel_is_told_and_the_act_kept(staged, root):
    """Sending throws: NOT SAVED is said, the coding stays drawn; once the kernel is back it is sent again, once."""
    at = staged()
    at.page.evaluate("window.dead = true")
    code_cafe(at)

    assert "NOT SAVED" in at.page.locator(".jd-status").text_content()
    assert "run the cell again" in at.page.locator(".jd-warning").text_content()
    assert at.page.locator(".jd-pending").count() == 1
    assert not (root / "codings/ben").exists()
    at.page.evaluate("window.dead = false")
    at.press_button("Send again")
    assert at.codings() == [("EXP.STAY", CAFE)]
    assert at.page.locator(".jd-pending").count() == 0


def test_no_answer_in_time_is_not_saved(staged, root):
    """Without an acknowledgement nothing is claimed; a desk put there anew sends what the old one could not."""
    at = staged(patience=150)
    at.page.evaluate("window.deaf = true")
    code_cafe(at)
    at.page.wait_for_selector('.jd-status[data-state="unsaved"]')
    at.page.evaluate("window.stop.abort()")
    at.open()

    assert at.codings() == [("EXP.STAY", CAFE)]


def test_acts_arrive_in_the_order_in_which_they_were_made(staged, root):
    """The kernel is slow with the first message and quick with the next: the undo still takes back what it meant."""
    at = staged()
    at.page.evaluate(
        "() => { const quick = window.model.send; let n = 0; window.model.send = (message) =>"
        " setTimeout(() => quick(message), message.type === 'act' && !n++ ? 300 : 0); }"
    )
    code_cafe(at)
    at.text()
    at.press("Control+z")

    assert at.codings() == []
    assert [act.op for act in journal(root).acts] == ["add", "undo"]


def test_what_waits_behind_an_unsaved_act_is_counted_and_follows_it(staged, root):
    """Two acts without a kernel: both are said to be unsaved, and sending again writes both."""
    at = staged()
    at.page.evaluate("window.dead = true")
    code_cafe(at)
    at.select(FRIEND)
    at.page.keyboard.type("first")
    at.press("Enter")
    assert at.page.locator(".jd-warning").text_content().startswith("NOT SAVED. 2 not saved.")
    at.page.evaluate("window.dead = false")
    at.press_button("Send again")

    assert at.codings() == [("EXP.FIRST", FRIEND), ("EXP.STAY", CAFE)]
    assert [act.code for act in journal(root).acts] == ["EXP.STAY", "EXP.FIRST"]


def test_an_act_sent_twice_is_written_once(staged, root):
    """The answer got lost on the way back: the same key writes nothing again."""
    at = staged(patience=150)
    hear, at.hear = at.hear, lambda message: at_once(message)

    def at_once(message):
        answer = hear(message)
        return [] if message["type"] == "act" and not journal(root).acts[1:] and not at_once.seen else answer

    at_once.seen = False
    code_cafe(at)
    at.page.wait_for_selector('.jd-status[data-state="unsaved"]')
    at_once.seen = True
    at.press_button("Send again")

    assert at.codings() == [("EXP.STAY", CAFE)]
    assert len(journal(root).acts) == 1


def test_a_full_disk_keeps_the_act(staged, root, monkeypatch):
    """The reason is shown; sent again when there is room, it is saved."""
    at = staged()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.coding.disk.os.fsync", full)
    code_cafe(at)
    at.page.wait_for_selector('.jd-status[data-state="unsaved"]')
    assert "No space left on device" in at.page.locator(".jd-warning").text_content()
    monkeypatch.undo()
    at.press_button("Send again")

    assert at.codings() == [("EXP.STAY", CAFE)]
    assert len(journal(root).acts) == 1


def test_a_refusal_is_shown_and_nothing_stays_drawn(staged, root):
    """A coding that stands already: the sentence appears, the provisional one goes."""
    at = staged()
    at.select(CAFE)
    add(desk(root), CAFE)
    at.page.keyboard.type("stay")
    at.press("Enter")
    at.page.wait_for_function("document.querySelector('.jd-warning').textContent.includes('stands on these words')")

    assert at.page.locator(".jd-pending").count() == 0
    assert len(journal(root).acts) == 1


def test_a_finished_pass_is_closed(staged, root):
    """The desk says so and takes no more."""
    at = staged()
    code_cafe(at)
    at.saved()
    at.press_button("Finish")
    at.page.get_by_role("dialog").get_by_role("button", name="Finish").click()
    at.page.wait_for_function("document.querySelector('.jd-warning').textContent.includes('finished')")
    at.select(FRIEND)
    at.press("Enter")

    assert desk(root).state.done
    assert at.codings() == [("EXP.STAY", CAFE)]


def test_what_looks_like_a_tag_stays_text(staged, root):
    """In text, speaker, code, memo and proposal; the control shows that such a text would act as markup."""
    kit.change(root, "interviews/S01.md", FRIEND, f"{FRIEND} {EVIL}")
    kit.change(root, "codebook/codebook.yaml", "en: Staying", f"en: 'Stay {EVIL}'")
    ben = desk(root)
    id = add(ben, CAFE, memo=EVIL, facet=EVIL)
    ben.do("propose", change="create", code="EXP.X", name=EVIL)
    at = staged()
    at.click("for the café")
    at.page.locator('[role=treeitem][data-code="EXP.STAY"]').click()
    at.press_button("History")

    assert EVIL in at.page.locator(".jd-words").nth(1).text_content()
    assert EVIL in at.page.locator(".jd-history").text_content()
    assert at.page.locator(".jd img").count() == 0
    assert at.page.evaluate("window.hit") is None
    at.page.evaluate(f"document.getElementById('host').innerHTML = {EVIL!r}")
    at.page.wait_for_function("window.hit === 1")
    assert id


@pytest.mark.parametrize("mode", ["code", "review"])
def test_no_key_reaches_the_notebook(staged, root, mode):
    """Wherever the focus goes in the desk, that very element keeps JupyterLab's command keys away; so do dialogs."""
    add(desk(root), CAFE)
    at = staged(mode=mode)
    if mode == "code":
        at.click("for the café")
        at.page.locator('[role=treeitem][data-code="EXP.STAY"]').click()
    at.page.evaluate(KEYS_REACHING)
    at.page.locator(".jd-toolbar button:not(:disabled)").first.focus()
    seen = set()
    for _ in range(60):
        for key in ("x", "b", "d", "d"):
            at.page.evaluate(PRESS, key)
        seen.add(at.page.evaluate("document.activeElement.className || document.activeElement.tagName"))
        at.press("Tab")
    at.page.locator(".jd").evaluate("(n) => n.focus()")
    at.press("b")
    at.press_button("Keys")
    at.press("d")

    assert at.page.evaluate("window.reached.filter((x) => !x.endsWith('BODY'))") == []
    assert len(seen) > 5
    assert at.page.evaluate(BARE) == 0


def test_escape_is_a_way_out(staged):
    """From a field to the text, then twice to leave: a person at the keyboard is not caught."""
    at = staged()
    at.page.get_by_role("searchbox", name="Search codes").focus()
    at.press("Escape")
    assert at.page.evaluate("document.activeElement.className") == "jd-text"
    at.press("Escape")
    assert at.page.locator(".jd-sr[role=status]").text_content() == "Press Esc again to leave the desk"
    at.press("Escape")

    assert at.page.evaluate("document.querySelector('.jd').contains(document.activeElement)") is False


def test_a_screen_reader_hears_the_codes_of_each_passage(staged, root):
    """A list with a name beside each passage, near the view or far from it."""
    add(desk(root), CAFE)
    at = staged()
    named = at.page.get_by_role("list", name="Codes in passage 3")

    assert named.get_by_role("listitem").count() == 1
    assert at.page.get_by_role("button", name="EXP.STAY Staying", exact=True).count() == 1
    assert at.page.get_by_role("region", name="Text of S01").count() == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("mode", ["code", "review", "compare"])
def test_axe_finds_nothing_serious(staged, root, mode, dark):
    """Roles, names and contrast, in light and dark, with a coding chosen, a definition shown and a popup open."""
    ben, cleo = desk(root), desk(root, coder="cleo")
    add(ben, CAFE, attributes={"stance": "supports"}, memo="hm")
    add(cleo, FRIEND, "EXP.FIRST")
    options = {"coder": "judge", "role": "adjudicator", "blind": False} if mode == "compare" else {}
    at = staged(mode=mode, dark=dark, **options)
    if mode == "code":
        at.page.locator('[role=treeitem][data-code="EXP.STAY"]').click()
        at.click("for the café")
        at.page.locator(".jd-text").focus()
        at.press("r")
    at.settle()
    found = Axe().run(at.page, context=".jd").response["violations"]

    assert [(v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"]] == []


def test_the_static_page_is_accessible(desktop, root):
    """It is what is left where no kernel runs."""
    at = desk(root)
    add(at, CAFE, attributes={"stance": "supports"})
    desktop.set_content(render(at))
    found = Axe().run(desktop).response["violations"]

    assert [(v["id"], n["target"]) for v in found for n in v["nodes"]] == []


def test_the_contents_of_the_page_name_its_parts():
    """The table at the head of desk.js lists the headings in their order, each with classes that are there."""
    text = (page_kit.FILES / "desk.js").read_text(encoding="utf-8")
    listed = re.findall(r"^//   (\S.*?)  +(\S.*)$", text.split("\n// ---")[0], re.M)
    classes = re.findall(r"^class (\w+)", text, re.M)

    assert [name for name, _ in listed] == re.findall(r"^// --- ([^-\n]+?) -+$", text, re.M)
    assert set(classes) == {c for _, what in listed for c in classes if re.search(rf"\b{c}\b", what)}


@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_serious_in_dialogs_and_alerts(staged, root, language):
    """A finished pass, its reopening, a draft, refused words to copy and a hint: each as a person meets it."""
    id = add(desk(root), CAFE)
    at = staged(language=language)
    serious = []

    def look():
        at.settle()
        found = Axe().run(at.page, context=".jd").response["violations"]
        serious.extend((v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"])

    at.select("How did you come")
    look()
    at.click("for the café")
    at.page.locator('.jd-card [data-field="memo"]').fill("a thought")
    desk(root).do("remove", ids=[id])
    at.press("Control+s")
    at.page.locator(".jd-alert textarea").wait_for()
    look()
    at.page.locator(".jd-toolbar button", has_text="✎").click()
    at.page.keyboard.type("half")
    look()
    at.press("Escape")
    desk(root).do("finish")
    at.open()
    at.page.locator(".jd-warning button").first.click()
    look()

    assert serious == []
