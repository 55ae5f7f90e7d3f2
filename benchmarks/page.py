"""How long does the evidence page take to write and to open, with 10,000 codings?

python -m benchmarks.page [number of codings]

A page of generated passages in two languages, with a diagram of 40 boxes and 60 arrows and a chart of 40 rows and 7
columns whose cells hold every coding. Opening is measured in headless
Chromium from the call to the first paint after the panel is there, as the median of seven, and beside it an empty page
of as many bytes: what reading the file alone costs.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from analysis.reports.page import Figure, Page, evidence_page
from benchmarks.corpus import vocabulary

BOXES, ARROWS, PASSAGE, ROWS, COLUMNS = 40, 60, 40, 40, 7
READY = """() => new Promise((done) => {
  const look = () => {
    if (document.querySelector('#evidence h2')) requestAnimationFrame(() => setTimeout(done));
    else requestAnimationFrame(look);
  };
  look();
})"""


def page_of(count: int) -> Page:
    """A page with so many codings, two on each passage."""
    rng, words = random.Random(7), vocabulary(4000)
    passages: list[dict[str, Any]] = []
    quotes: list[dict[str, Any]] = []
    for number in range(count):
        if number % 2 == 0:
            text = " ".join(rng.choices(words, k=PASSAGE))
            who = {
                "s": f"S{number % 997:03d}",
                "kind": "interview",
                "label": f"P{number % 97:02d}",
                "role": f"r{number % 7}",
            }
            told = " ".join(rng.choices(words, k=PASSAGE))
            passages.append(
                {"w": text, "lang": "id", "t": {"en": told}, "who": who | {"n": number, "role": f"r{number % 7}"}}
            )
        quote = {"id": f"q{number}", "code": f"C{rng.randrange(60):02d}", "by": [number % 3]}
        stance = rng.choice(["supports", "supports", "opposes", "qualifies"])
        quotes.append({**quote, "position": stance, "p": len(passages) - 1, "a": 10, "z": 90})
    marks: list[dict[str, Any]] = []
    for box in range(BOXES):
        behind = rng.sample(range(count), min(count, count // 20))
        marks.append({"id": f"node:n{box}", "label": {"en": f"Box {box}"}, "status": "observed", "q": behind, "n": {}})
    for arrow in range(ARROWS):
        ends = [f"node:n{n}" for n in rng.sample(range(BOXES), 2)]
        behind = rng.sample(range(count), min(count, count // 100))
        marks.append(
            {"id": f"edge:e{arrow}", "label": {"en": "leads to"}, "ends": ends, "status": "observed", "q": behind}
        )
    columns = [{"id": f"r{n}", "name": {"en": f"Role {n}"}, "n": "9"} for n in range(COLUMNS)]
    cells: list[list[int]] = [[] for _ in range(ROWS * COLUMNS)]
    for number in range(count):
        cells[rng.randrange(len(cells))].append(number)
    asked = [{"id": f"cell:c{n}", "at": [n // COLUMNS, n % COLUMNS], "q": behind} for n, behind in enumerate(cells)]
    rows = [
        {
            "id": f"c{y}",
            "name": {"en": f"Theme {y}"},
            "cells": [{"t": "3/9", "m": y * COLUMNS + x} for x in range(COLUMNS)],
        }
        for y in range(ROWS)
    ]
    chart = Figure("roles", {"en": "Roles"}, asked, kind="chart", columns=columns, rows=rows)
    roles = {f"r{n}": {"en": f"Role {n}"} for n in range(7)}
    codes = {f"C{n:02d}": {"name": {"en": f"Code {n}"}} for n in range(60)}
    return Page(
        title={"en": "Generated"},
        languages=("en", "id"),
        profile="internal",
        figures=(Figure("model", {"en": "Model"}, marks, svg={"en": _picture(marks)}), chart),
        quotes=quotes,
        passages=passages,
        shelves={"acts": [[f"coder-{n}", "2024-01-01"] for n in range(3)], "attrs": []},
        codes=codes,
        roles=roles,
    )


def _picture(marks: list[dict[str, Any]]) -> str:
    shapes = []
    for number, mark in enumerate(marks):
        x, y = 70 * (number % 10), 60 * (number // 10)
        style = "fill: none; stroke: #000" if "ends" in mark else "fill: #fff; stroke: #000"
        shapes.append(
            f'<g id="{mark["id"]}"><path d="M {x} {y} L {x + 50} {y} L {x + 50} {y + 30} z" style="{style}"/></g>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 620">{"".join(shapes)}</svg>'


def measure(browser: Browser, address: str, ready: str) -> float:
    """Seconds until the page can be used, the median of seven openings in fresh contexts."""
    taken = []
    for _ in range(7):
        context = browser.new_context()
        sheet = context.new_page()
        start = time.perf_counter()
        sheet.goto(address, wait_until="commit")
        sheet.evaluate(ready)
        taken.append(time.perf_counter() - start)
        context.close()
    return statistics.median(taken)


def act(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds in the page for each act of a reader, layout included: the median of seven, the first one where it
    differs from all that follow."""
    sheet = browser.new_page()
    sheet.goto(address)
    timed = """([work, times]) => {
      const taken = [];
      for (let n = 0; n < times; n += 1) {
        open({ figure: 'model' });
        const at = performance.now();
        eval(work);
        void document.body.offsetHeight;
        taken.push(performance.now() - at);
      }
      return taken.sort((a, b) => a - b)[Math.floor(times / 2)];
    }"""
    works = {
        "a mark with 500 segments": "open({ figure: 'model', mark: 'node:n3' })",
        "the chart, first shown": "open({ figure: 'roles' })",
        "a cell of it": "open({ figure: 'roles', mark: 'cell:c9' })",
        "one quotation with all that rests on it": "open({ view: 'quote', id: 'q77', figure: 'roles' })",
        "a filter on the chart": "open({ figure: 'roles', role: 'r3' })",
        "first search (the index is built)": "find('bagu')",
        "next search": "find('dila')",
        "a filter, with all marks dimmed or not": "open({ figure: 'model', role: 'r3' })",
        "a search, shown": "open({ view: 'search', q: 'bagu', figure: 'model' })",
        "500 segments as CSV": "csvOf(markRows(figures.get('model'), figures.get('model').byId.get('node:n3')))",
    }
    once = ("the chart, first shown", "first search (the index is built)")
    found = {name: float(sheet.evaluate(timed, [work, 1 if name in once else 7])) for name, work in works.items()}
    sheet.close()
    return found


def main(count: int) -> None:
    """Print the table."""
    start = time.perf_counter()
    text = evidence_page(page_of(count))
    wrote = time.perf_counter() - start
    table = Table("what", "took")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    table.add_row(f"page of {count:,} codings written ({len(text.encode()) / 1e6:.1f} MB)", f"{wrote:.2f} s")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        paths = [Path(folder) / name for name in ("evidence.html", "empty.html")]
        paths[0].write_text(text, encoding="utf-8")
        paths[1].write_text("<!doctype html><h2>x</h2><script type='text/plain'>" + "x" * len(text.encode()), "utf-8")
        opened = measure(browser, paths[0].as_uri(), READY)
        bare = measure(browser, paths[1].as_uri(), READY.replace("#evidence ", ""))
        table.add_row("opened, until the panel is painted", f"{opened:.2f} s ({opened / bare:.1f} x bare page)")
        table.add_row("a bare page of as many bytes", f"{bare:.2f} s")
        for name, ms in act(browser, paths[0].as_uri()).items():
            table.add_row(name, f"{ms:.0f} ms")
        browser.close()
    Console().print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
