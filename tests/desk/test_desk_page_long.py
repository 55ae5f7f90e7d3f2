"""A long text on the desk's page: piece by piece, and whole when it is asked for."""

import pytest
import study_kit as kit
from desk_kit import add, desk


@pytest.fixture
def long(root):
    """A talk of 600 answers."""
    lines = [f"P01: Answer {n}, I stayed in house {n}." for n in range(1, 601)]
    kit.put(root, "interviews/S01.md", kit.interview("S01", "\n\n".join(lines) + "\n"))
    return root


PUT = """() => {
  const host = document.getElementById('host');
  return [host.querySelectorAll('.jd-passage').length, host.querySelectorAll('.jd-codes .jd-chip').length];
}"""


def test_a_long_text_comes_piece_by_piece(staged, desktop, long):
    """What is seen first is there at once, with its codings; then all of it, for find-in-page and screen readers."""
    for n in (1, 2, 599):
        add(desk(long), f"I stayed in house {n}.")
    at = staged()
    at.page.evaluate("window.early = null; window.model = null")
    (ready,) = at.hear({"type": "ready", "view": ""})
    early = at.page.evaluate(
        "async (ready) => { const { default: desk } = await import('http://desk.test/desk.js'); const heard = [];"
        " const host = document.getElementById('host'); host.replaceChildren();"
        " desk.render({ model: { on: (n, act) => heard.push(act), off: () => {}, send: () => {} }, el: host,"
        " signal: new AbortController().signal }); heard[0]({ ...ready, to: '' }); return (" + PUT + ")(); }",
        ready,
    )
    at.page.wait_for_function("document.querySelectorAll('.jd-passage').length === 600")

    assert early[0] < 100 and early[1] == 2
    assert at.page.get_by_role("list", name="Codes in passage 599").count() == 1


def test_the_end_of_a_long_text_is_there_when_it_is_asked_for(staged, long):
    """Found, walked to and coded before the page had put all of it there."""
    at = staged()
    at.text()
    at.press("End", "Space", "Enter", "Enter")

    assert at.codings() == [("EXP.FIRST", "Answer 600, I stayed in house 600.")]
