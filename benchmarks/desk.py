"""How long does the coding desk take to show a text, to take a code and to save it, against a plain page of spans?

python -m benchmarks.desk

Both pages show the same text with the same codings in the same Chromium. The plain page is what one would write first:
the text cut at every border into spans, drawn anew after each act.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from analysis.coding.code import add_act, place
from analysis.coding.writing import append
from analysis.desk import widget
from analysis.desk.messages import answer
from analysis.desk.state import Desk
from analysis.sources.text import write_source
from analysis.study.handle import open_study
from analysis.study.new import new_study
from analysis.tables import write_csv, write_text
from benchmarks.corpus import vocabulary

SIZES = ((20_000, 2_000), (100_000, 10_000))
WORDS_IN_TURN = 65
ACTS = 15
OPENED = 5
FILES = Path(widget.__file__).parent
HTML = '<!doctype html><html lang="en"><link rel="stylesheet" href="desk.css"><body><div id="host"></div></body></html>'
START = """async (ready) => {
  const { default: desk } = await import('http://desk.test/desk.js');
  window.heard = [];
  window.kept = [];
  window.model = { on: (n, act) => heard.push(act), off: () => {}, send: (m) => kept.push(m) };
  const host = document.getElementById('host');
  desk.render({ model, el: host, signal: new AbortController().signal });
  const begin = performance.now();
  heard[0]({ ...ready, to: '' });
  const first = (await painted()) - begin;
  if (!document.querySelector('.jd-chip')) throw new Error('the first paint shows no coding');
  const all = ready.passages.length;
  while (document.querySelectorAll('.jd-passage').length < all) await new Promise((done) => setTimeout(done, 5));
  return [first, performance.now() - begin];
}"""
PAINTED = """window.painted = () => new Promise((done) => requestAnimationFrame(() => {
  const port = new MessageChannel();
  port.port1.onmessage = () => done(performance.now());
  port.port2.postMessage(0);
}));"""
ACT = """async (saved) => {
  await new Promise((done) => setTimeout(done, 60));
  const begin = performance.now();
  heard[0](saved);
  document.querySelector('.jd-text').getBoundingClientRect();
  const work = performance.now() - begin;
  return [work, (await painted()) - begin];
}"""
PLAIN = """window.plain = (data) => {
  const host = document.getElementById('host');
  const root = document.createElement('div');
  for (const p of data.passages) {
    const mine = data.codings.filter((c) => c.start < p.start + p.text.length && p.start < c.end);
    const cuts = new Set([0, p.text.length]);
    for (const c of mine) cuts.add(c.start - p.start).add(c.end - p.start);
    const at = [...cuts].sort((a, b) => a - b);
    const line = document.createElement('p');
    for (let i = 0; i + 1 < at.length; i += 1) {
      const span = document.createElement('span');
      span.textContent = p.text.slice(at[i], at[i + 1]);
      const here = mine.filter((c) => c.start - p.start <= at[i] && at[i + 1] <= c.end - p.start);
      if (here.length) span.style.background = `hsl(${here.length * 40} 70% 80%)`;
      span.title = here.map((c) => c.code).join(', ');
      line.append(span);
    }
    root.append(line);
  }
  host.replaceChildren(root);
};
window.plainFirst = async (data) => { const begin = performance.now(); plain(data); return (await painted()) - begin; };
window.plainAct = async (data, coding) => {
  await new Promise((done) => setTimeout(done, 60));
  const begin = performance.now();
  data.codings.push(coding);
  plain(data);
  document.getElementById('host').getBoundingClientRect();
  const work = performance.now() - begin;
  return [work, (await painted()) - begin];
};"""


def make(root: Path, words: int, segments: int) -> Desk:
    """A study with one long talk and its codings, on average four upon each other where they are dense."""
    chance = random.Random(words)
    new_study(root)
    lexicon = vocabulary(500)
    turns = [
        ("P01", f"{' '.join(chance.choices(lexicon, k=WORDS_IN_TURN))}.", "", "") for _ in range(words // WORDS_IN_TURN)
    ]
    meta = {"id": "L01", "kind": "interview", "speakers": {"P01": "respondent"}, "date": "2024-01-01"}
    meta |= {"language": "id", "provenance": "constructed"}
    write_text(root / "interviews/L01.md", write_source(meta, turns))
    people = root / "interviews/consent.csv"
    columns = people.read_text(encoding="utf-8").splitlines()[0].split(",")
    write_csv(people, [{c: "yes" for c in columns} | {"person": "P01", "valid_from": "", "withdrawn_at": ""}], columns)
    study = open_study(root)
    text = study.source("L01")
    code = study.codebook.in_use[0].id
    made, seen = [], set()
    while len(made) < segments:
        passage = chance.choice(text.passages)
        edges = [0, *(i + 1 for i, char in enumerate(passage.text) if char == " ")]
        at = chance.randrange(len(edges) - 1)
        last = min(len(edges) - 1, at + chance.randint(1, 60))
        start, end = passage.start + edges[at], passage.start + edges[last] - 1
        if (start, end) in seen:
            continue
        seen.add((start, end))
        where = place(text, start=start, end=end)
        act = add_act(text, study.codebook, where, code=code, coder="bench", salt=len(made))
        made.append(act)
    write_csv(
        root / "codings/coders.csv",
        [{"coder": "bench", "role": "coder", "provenance": "constructed"}],
        ("coder", "role", "provenance"),
    )
    append(root / "codings/bench/L01.jsonl", made, lock=root / ".jenjang/locks/bench")
    return Desk(open_study(root), "L01", coder="bench")


def moves(desk: Desk, count: int) -> list[dict[str, Any]]:
    """Acts on words in the first turns, as the page sends them."""
    code = desk.study.codebook.in_use[-1].id
    chance, found = random.Random(1), []
    for number in range(count):
        passage = desk.text.passages[number % 3]
        edges = [0, *(i + 1 for i, char in enumerate(passage.text) if char == " ")]
        at = chance.randrange(len(edges) - 9)
        span = {"start": passage.start + edges[at], "end": passage.start + edges[at + 2 + number // 3] - 1}
        found.append({"type": "act", "act": "add", "key": f"k{number}", "args": {"spans": [span], "codes": [code]}})
    return found


def measure(page: Any, words: int, segments: int) -> dict[str, float]:
    """One size: milliseconds, medians where an act is done several times."""
    with tempfile.TemporaryDirectory() as folder:
        desk = make(Path(folder) / "study", words, segments)
        begin = time.perf_counter()
        (ready,) = answer(desk, {"type": "ready"})
        result = {"python: everything": (time.perf_counter() - begin) * 1000}
        acts, saving = [], []
        for move in moves(desk, ACTS):
            begin = time.perf_counter()
            acts.append(answer(desk, move)[0])
            saving.append((time.perf_counter() - begin) * 1000)
    result["python: an act to saved"] = statistics.median(saving)
    firsts, plains = [], []
    for _ in range(OPENED):
        page.goto("http://desk.test/")
        page.evaluate(f"() => {{ {PAINTED} {PLAIN} }}")
        firsts.append(page.evaluate(START, ready))
    steps = [page.evaluate(ACT, saved) for saved in acts]
    result["first paint"] = statistics.median(first for first, _ in firsts)
    result["all text there"] = statistics.median(whole for _, whole in firsts)
    result["act: work"] = statistics.median(work for work, _ in steps)
    result["act: painted"] = statistics.median(shown for _, shown in steps)
    result["memory, MB"] = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
    data = {"passages": ready["passages"], "codings": ready["codings"]}
    for _ in range(OPENED):
        page.goto("http://desk.test/")
        page.evaluate(f"() => {{ {PAINTED} {PLAIN} }}")
        plains.append(page.evaluate("(data) => { window.data = data; return plainFirst(data); }", data))
    steps = [page.evaluate("(coding) => plainAct(data, coding)", act["codings"][0]) for act in acts]
    result["plain: first paint"] = statistics.median(plains)
    result["plain: act: work"] = statistics.median(work for work, _ in steps)
    result["plain: act: painted"] = statistics.median(shown for _, shown in steps)
    return result


def main() -> None:
    """Print the table."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    table = Table("words × codings", "what", "desk, ms", "plain spans, ms", "desk / plain", title="The coding desk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        kinds = {"desk.js": "text/javascript", "desk.css": "text/css"}

        def serve(route: Any) -> None:
            name = route.request.url.rsplit("/", 1)[-1]
            body = (FILES / name).read_text(encoding="utf-8") if name in kinds else HTML
            route.fulfill(body=body, content_type=kinds.get(name, "text/html"))

        page.route("**/*", serve)
        for words, segments in SIZES:
            found = measure(page, words, segments)
            for what in ("first paint", "act: work", "act: painted"):
                ours, plain = found[what], found[f"plain: {what}"]
                size = f"{words:,} × {segments:,}"
                table.add_row(size, what, f"{ours:.1f}", f"{plain:.1f}", f"{ours / plain:.2f}")
            for what in ("all text there", "python: everything", "python: an act to saved", "memory, MB"):
                table.add_row(f"{words:,} × {segments:,}", what, f"{found[what]:.1f}", "", "")
        browser.close()
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
