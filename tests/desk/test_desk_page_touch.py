"""The desk under a finger, and how large what is to be hit is."""

import page_kit
import pytest
from desk_kit import CAFE, FRIEND, add, desk


@pytest.fixture
def phone(browser):
    """A page under a finger."""
    context = browser.new_context(viewport={"width": 800, "height": 900}, has_touch=True, is_mobile=True)
    context.set_default_timeout(20000)
    yield page_kit.blank(context)
    context.close()


def finger(page):
    """Puts a finger down and up, as the browser gets it from a screen."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})

    def touch(x, y):
        cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    return touch


def test_touch_selects_too(staged, phone):
    """What a finger selects is offered for coding, and the handles of the phone stay."""
    at = staged(page=phone)
    touch = finger(phone)
    x, y, _, _ = phone.evaluate(page_kit.SELECT, [CAFE, 1])
    touch(x + 3, y)
    phone.evaluate(  # headless Chromium knows no long press: the selection is made as the phone makes it
        "() => { const t = document.querySelectorAll('.jd-words')[2].firstChild;"
        " getSelection().setBaseAndExtent(t, 0, t, 21); }"
    )
    phone.locator(".jd-quick [role=option]").first.wait_for()
    assert phone.evaluate("getSelection().toString()") == CAFE
    box = phone.locator(".jd-quick [role=option]").first.bounding_box()
    touch(box["x"] + 20, box["y"] + 12)

    assert at.codings() == [("EXP.FIRST", CAFE)]


def test_two_taps_take_the_sentence(staged, phone):
    """Without a long press and without a keyboard; one tap on what is coded chooses it."""
    at = staged(page=phone)
    touch = finger(phone)
    x, y, _, _ = phone.evaluate(page_kit.SELECT, [FRIEND, 1])
    phone.evaluate("performance.now = () => window.moment ?? 0")
    touch(x + 30, y)
    at.settle()
    assert not phone.locator(".jd-quick").is_visible()
    touch(x + 30, y)
    phone.locator(".jd-quick [role=option]").first.tap()
    assert at.codings() == [("EXP.FIRST", f"{FRIEND}.")]
    phone.evaluate("window.moment = 500")
    at.press("Escape")
    touch(x + 30, y)

    phone.locator('.jd-codes .jd-chip[aria-pressed="true"]').wait_for()


TARGETS = """() => {
  const kinds = 'button, select, input, textarea, [role=treeitem], [role=option], .jd-stance label, .jd-radios label';
  const all = [...document.querySelectorAll(`.jd :is(${kinds})`)]
    .filter((n) => n.checkVisibility({ opacityProperty: true }) && n.getClientRects().length);
  const boxes = all.map((n) => [n, n.getBoundingClientRect()]).filter(([, r]) => r.width > 1);
  const small = boxes.filter(([n, r]) => n.type !== 'radio' && (r.width < 23.9 || r.height < 23.9));
  return small.map(([n, r]) => [n.className || n.tagName, n.textContent, r.width, r.height,
    boxes.filter(([m, q]) => m !== n && !m.contains(n) && !n.contains(m)
      && Math.abs((q.top + q.bottom - r.top - r.bottom) / 2) < 23.9 && q.left < r.right && r.left < q.right).length]);
}"""


@pytest.mark.parametrize("mode", ["code", "review", "compare"])
def test_what_a_finger_has_to_hit_is_large_enough(staged, root, phone, mode):
    """24 pixels at least each way, in every mode, with a coding chosen and the popup open (WCAG 2.2, 2.5.8)."""
    for coder, code in (("ben", "EXP.STAY"), ("cleo", "EXP.FIRST")):
        add(desk(root, coder=coder), CAFE, code)
    options = {"coder": "judge", "role": "adjudicator", "blind": False} if mode == "compare" else {}
    at = staged(page=phone, mode=mode, **options)
    if mode == "code":
        phone.locator(".jd-codes .jd-chip").first.tap()
        at.text()
        at.press("r")
    at.settle()

    assert phone.evaluate(TARGETS) == []


def test_a_mouse_finds_its_targets(staged, root):
    """Codes beside the text are 22 pixels high but 24 apart; nothing else is smaller than 24."""
    for code in ("EXP.STAY", "EXP.FIRST", "EXP"):
        add(desk(root), CAFE, code)
    at = staged()
    at.click("for the café")
    found = at.page.evaluate(TARGETS)

    assert {name.split()[0] for name, *_ in found} == {"jd-chip"}
    assert [near for *_, near in found if near] == []
