"""The whole way in a real JupyterLab: browser, server, kernel, widget, file."""

import json

import lab_kit
import pytest
import study_kit as kit
from desk_kit import CAFE, FRIEND, add, desk, journal
from page_kit import SELECT

from analysis.study.handle import open_study

pytestmark = pytest.mark.slow
OPEN = 'open_desk(open_study(), "S01", coder="ben", provenance="constructed"{more})'
COMMANDS = (".jd-text", ".jd-chip", '.jd-tree [tabindex="0"]', ".jd-toolbar .jd-button", ".jd")


@pytest.fixture(scope="module")
def laboratory(browser, tmp_path_factory):
    """One server and one window for all of these tests."""
    folder = tmp_path_factory.mktemp("lab")
    with lab_kit.server(folder) as address:
        context = browser.new_context(viewport={"width": 1400, "height": 950})
        context.set_default_timeout(30000)
        page = context.new_page()
        page.goto(f"{address}/lab/workspaces/shared?token={lab_kit.TOKEN}&reset")
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget")
        yield context, address, folder, page
        context.close()


@pytest.fixture
def lab(laboratory, bakery, request):
    """Opens a desk in a notebook of its own."""
    opened = []

    def open_lab(*, study=bakery, more="", coder="ben", alone=False):
        *where, shared = laboratory
        cell = OPEN.replace("ben", coder).format(more=more)
        opened.append(lab_kit.Lab(*where, request.node.name, study, cell, shared=None if alone else shared))
        return opened[-1]

    yield open_lab
    for one in opened:
        one.close()


def drag(page, quote):
    """Select words with the mouse."""
    x, y, to_x, to_y = page.evaluate(SELECT, [quote, 1])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
    page.mouse.move(to_x, to_y)
    page.mouse.up()
    page.wait_for_selector(".jd-quick:not([hidden])")


def test_mouse_and_keyboard_code_and_no_key_reaches_the_cells(lab):
    """Both ways end in the journal; x, b and d d in every part of the desk leave the notebook's cells alone."""
    at = lab()
    drag(at.page, CAFE)
    at.page.keyboard.type("stay")
    at.page.keyboard.press("Enter")
    at.page.wait_for_selector(".jd-chip:not(.jd-pending)")
    at.page.locator(".jd-text").focus()
    for key in ("Home", "ArrowDown", *["ArrowRight"] * 4):
        at.page.keyboard.press(key)
    at.page.keyboard.press("Space")
    at.page.keyboard.type("fir")
    at.page.keyboard.press("Enter")
    at.saved()

    assert [(a.code, a.quote) for a in journal(at.root).acts] == [
        ("EXP.STAY", CAFE),
        ("EXP.FIRST", f"{FRIEND}."),
    ]
    before = at.cells()
    for part in COMMANDS:
        at.page.locator(part).first.focus()
        for key in ("x", "b", "d", "d", "z", "Control+s"):
            at.page.keyboard.press(key)
        at.page.keyboard.press("Escape")
    assert (before, at.cells()) == (4, 4)
    at.page.locator(".jd-text").focus()
    for _ in range(4):
        at.page.keyboard.press("Escape")
    at.page.keyboard.press("b")
    at.page.wait_for_function(f"({lab_kit.CELLS})() === 5")


def test_ten_suggestions_are_reviewed(lab, root):
    """One key each; what the journal holds is what was decided."""
    lines = [f"P01: Number {n}, I stayed in house {n}." for n in range(1, 12)]
    kit.put(root, "interviews/S01.md", kit.interview("S01", "\n\n".join(lines) + "\n"))
    at = lab(study=root, more=', mode="review"')
    at.page.locator(".jd-text").focus()
    for key in "aaraawarra":
        at.page.keyboard.press(key)
    at.page.keyboard.press("a")
    at.saved()

    assert "".join(a.op[0] for a in journal(at.root).acts) == "aaraaarraa"
    assert [a.quote for a in journal(at.root).acts if a.op == "accept"][4] == "I stayed"


def test_a_difference_is_settled(lab, root):
    """Two finished passes side by side; the ruling is in force."""
    ben, cleo = desk(root), desk(root, coder="cleo")
    add(ben, CAFE)
    add(ben, FRIEND, "EXP.FIRST")
    add(cleo, CAFE)
    for one in (ben, cleo):
        one.do("finish")
    at = lab(study=root, coder="judge", more=', mode="compare", role="adjudicator"')
    at.page.get_by_role("radio", name="keep").check()
    at.page.get_by_role("radio", name="oversight").check()
    at.page.get_by_label("Reason in a sentence").fill("Cleo passed over it.")
    at.page.get_by_role("button", name="Settle").click()
    at.page.wait_for_selector('.jd-hit[data-verdict="kept"]')

    assert sorted(open_study(at.root).codings()["quote"]) == [FRIEND, CAFE]


def test_restart_reload_and_two_tabs_lose_nothing(lab):
    """After a restart the desk says NOT SAVED and a new run sends the act; a reload and a second tab show all.

    What was typed and not sent is there after the restart, too, and stands in no notebook.
    """
    at = lab(alone=True)
    at.page.get_by_role("button", name="Memo on this source").click()
    at.page.keyboard.type("half a thought")
    at.page.keyboard.press("Escape")
    at.page.evaluate("() => document.querySelectorAll('.jd').forEach((n) => (n.parentElement.dataset.patience = 400))")
    at.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    at.page.wait_for_function(lab_kit.IDLE)
    drag(at.page, CAFE)
    at.page.keyboard.press("Enter")
    at.page.keyboard.press("Enter")
    at.page.wait_for_selector('.jd-status[data-state="unsaved"]')
    assert not (at.root / "codings/ben").exists()
    at.run(at.page)
    at.page.wait_for_selector(".jd-chip:not(.jd-pending)")
    at.page.wait_for_selector('.jd-status[data-state="draft"]')
    assert [a.quote for a in journal(at.root).acts] == [CAFE]
    at.page.get_by_role("button", name="Memo on this source").click()
    assert at.page.get_by_role("dialog").locator("textarea").input_value() == "half a thought"
    at.page.keyboard.press("Control+Enter")
    at.saved()

    at.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    at.page.reload()
    at.page.wait_for_selector(".jd-chip")
    other = at.tab()
    other.wait_for_selector(".jd-chip")
    drag(other, FRIEND)
    other.keyboard.press("Enter")
    other.keyboard.press("Enter")
    at.saved(other)
    at.page.bring_to_front()
    at.page.wait_for_function("document.querySelectorAll('.jd-chip').length === 2")

    assert [(a.quote, a.memo) for a in journal(at.root).acts] == [(CAFE, ""), ("", "half a thought"), (FRIEND, "")]
    saved = json.loads(at.notebook.read_text(encoding="utf-8"))
    assert "widgets" not in saved["metadata"]
    assert "stayed" not in json.dumps(saved) and "half a thought" not in json.dumps(saved)
    assert "codings when this cell was run: 0" in json.dumps(saved)
