"""How many keys does it take to code a whole transcript at the desk by keyboard alone?

python -m benchmarks.keys [SOURCE [CODER]]

Nobody types here: the codings that a coder of the study put on a source are put once more, coding by coding, by
pressing keys in a real Chromium with the real Python object behind the page, and what stands then is compared with what
stood there before. A key that is pressed counts once, whether Shift or Ctrl is held or not. The code alone is counted;
stance, attributes and memos are not put.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from analysis.desk import widget
from analysis.desk.messages import answer
from analysis.desk.state import Desk
from analysis.model import Coding
from analysis.study.handle import open_study
from analysis.study.practice import COPIED

FILES = Path(widget.__file__).parent
HTML = '<!doctype html><html lang="en"><link rel="stylesheet" href="desk.css"><body><div id="host"></div></body></html>'
START = """async () => {
  const { default: desk } = await import('http://desk.test/desk.js');
  const heard = [];
  const send = (m) => window.py_send(m).then((all) => all.forEach((one) => heard.forEach((act) => act(one))));
  const model = { on: (n, act) => heard.push(act), off: () => {}, send };
  desk.render({ model, el: document.getElementById('host'), signal: new AbortController().signal });
}"""
FIRST = "() => document.querySelector('.jd-quick [role=option][aria-selected=true] b')?.textContent || ''"
HOT = "() => [...document.querySelectorAll('.jd-hotcode')].map((n) => n.lastChild.textContent)"
WORDS = """async ([p, language]) => {
  const { wordsOf, snap } = await import('http://desk.test/desk.js');
  const text = document.querySelectorAll('.jd-words')[p].textContent;
  const cuts = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)];
  const sentences = cuts.map((s) => snap(text, s.index, s.index + s.segment.length, { exact: true })).filter(Boolean);
  return [wordsOf(text, language), sentences];
}"""


class Typist:
    """Presses keys and counts them."""

    def __init__(self, page: Any, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.pressed: Counter[str] = Counter()
        self.at, self.word = 0, 0
        self.cut: dict[int, tuple[list[list[int]], list[list[int]]]] = {}

    def press(self, key: str, why: str, times: int = 1) -> None:
        """One key, so often."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.pressed[why] += times

    def put(self, spot: int, start: int, end: int, codes: list[str]) -> None:
        """These codes on a stretch of a passage, in the page's units."""
        words, sentences = self.cut.setdefault(spot, tuple(self.page.evaluate(WORDS, [spot, self.desk.text.language])))
        whole = [n for n, (a, b) in enumerate(sentences) if start <= a and b <= end]
        covered = bool(whole) and sentences[whole[0]][0] == start and sentences[whole[-1]][1] in (end, end + 1)
        inside = [n for n, (a, b) in enumerate(words) if a < end and start < b]
        self.go(spot, inside[0])
        if covered and len(whole) < len(inside):
            self.press("Space", "selecting", len(whole))
        else:
            self.press("Shift+ArrowRight", "selecting", max(1, len(inside) - 1))
            if len(inside) == 1:
                self.press("Shift+ArrowLeft", "selecting")
        for number, code in enumerate(codes, start=1):
            self.name(code, last=number == len(codes), alone=len(codes) == 1)
        self.page.wait_for_selector('.jd-status[data-state="saved"]')
        self.at, self.word = spot, inside[-1]

    def go(self, spot: int, word: int) -> None:
        """The cursor to a word: by passages, then by words from its beginning, or back from the one below."""
        if spot != self.at or word <= self.word:
            down = spot - self.at or 1
            self.press("ArrowDown" if down > 0 else "ArrowUp", "going there", abs(down))
            if spot == self.at:
                self.press("ArrowUp", "going there")
            self.word = 0
        words, sentences = self.cut[spot]
        first = [next(n for n, (a, b) in enumerate(words) if b > start and a < end) for start, end in sentences]
        steps = [n for n in first if self.word < n <= word]
        if steps and len(steps) + word - steps[-1] < word - self.word:
            self.press("Control+ArrowRight", "going there", len(steps))
            self.word = steps[-1]
        self.press("ArrowRight", "going there", word - self.word)

    def name(self, code: str, *, last: bool, alone: bool) -> None:
        """The code by its digit where it has one, else by its letters until it stands first."""
        hot = self.page.evaluate(HOT)
        if alone and code in hot:
            self.press(str(hot.index(code) + 1), "naming the code")
            return
        for letters in (code.split(".")[-1].lower(), code.lower()):
            for letter in letters:
                self.press(letter, "naming the code")
                if self.page.evaluate(FIRST) == code:
                    break
            if self.page.evaluate(FIRST) == code:
                break
            self.press("Control+a", "naming the code")
        self.press("Enter" if last else "Shift+Enter", "naming the code")


def plan(desk: Desk, codings: list[Coding]) -> list[tuple[int, int, int, list[str]]]:
    """Passage, start and end in the page's units, and codes: what is put, in the order of the text."""
    found = []
    for (start, end), group in groupby(sorted(codings, key=lambda c: (c.start, c.end)), lambda c: (c.start, c.end)):
        spot, passage = next((n, p) for n, p in enumerate(desk.text.passages) if p.start <= start and end <= p.end)
        a, b = (_units(passage.text[: at - passage.start]) for at in (start, end))
        found.append((spot, a, b, sorted({c.code for c in group})))
    return found


def _units(text: str) -> int:
    """How long the page counts a text."""
    return len(text.encode("utf-16-le")) // 2


def main(source: str = "S07", coder: str = "coder-c") -> None:
    """Put the codings of one coder on a source once more, and print the keys."""
    study = open_study()
    given = [c for c in study.standing(coder=coder) if c.source == source and c.relation is None]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "study"
        for part in (*COPIED, "study.yaml"):
            copy = shutil.copytree if (study.root / part).is_dir() else shutil.copy
            (root / part).parent.mkdir(parents=True, exist_ok=True)
            copy(study.root / part, root / part)
        desk = Desk(open_study(root), source, coder="typist", provenance="constructed")
        chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.route("**/*", _serve)
        page.expose_function("py_send", lambda message: answer(desk, message))
        page.goto("http://desk.test/")
        page.evaluate(START)
        page.wait_for_function(f"document.querySelectorAll('.jd-passage').length === {len(desk.text.passages)}")
        page.locator(".jd-text").focus()
        typist = Typist(page, desk)
        typist.press("Home", "going there")
        for step in plan(desk, given):
            typist.put(*step)
        browser.close()
        _tell(source, given, desk, typist)


def _tell(source: str, given: list[Coding], desk: Desk, typist: Typist) -> None:
    n, body = len(given), desk.text.body
    put = {(c.start, body[c.start : c.end].rstrip(".?!,… "), c.code) for c in desk.state.codings}
    same = sum((c.start, body[c.start : c.end].rstrip(".?!,… "), c.code) in put for c in given)
    print(
        f"{source}: {len(desk.text.passages)} passages, {n} codings of {given[0].coder}; {len(desk.journal.acts)} acts"
    )
    print(f"the same code on the same words: {same} of {n} (a full stop at the end does not count)")
    for why, count in typist.pressed.most_common():
        print(f"  {why:<16} {count:>5} keys, {count / n:.1f} per coding")
    print(
        f"  {'together':<16} {sum(typist.pressed.values()):>5} keys, {sum(typist.pressed.values()) / n:.1f} per coding"
    )


def _serve(route: Any) -> None:
    name, kinds = route.request.url.rsplit("/", 1)[-1], {"desk.js": "text/javascript", "desk.css": "text/css"}
    body = (FILES / name).read_text(encoding="utf-8") if name in kinds else HTML
    route.fulfill(body=body, content_type=kinds.get(name, "text/html"))


if __name__ == "__main__":
    main(*sys.argv[1:])
