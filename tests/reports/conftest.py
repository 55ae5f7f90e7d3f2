"""The evidence page in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page from the disk. Afterwards nothing but that file was asked for, and no script failed."""
    pages: list[tuple[Any, str]] = []

    def show(text: str, address: str = "", *, width: int = 1280, dark: bool = False, **context: Any) -> Any:
        path = tmp_path / "evidence.html"
        path.write_text(text, encoding="utf-8")
        scheme = "dark" if dark else "light"
        sheet = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme, **context).new_page()
        sheet.set_default_timeout(20000)
        sheet.asked, sheet.wrong = [], []
        sheet.on("request", lambda request: sheet.asked.append(request.url))
        sheet.on("pageerror", lambda error: sheet.wrong.append(str(error)))
        sheet.on("console", lambda line: sheet.wrong.append(line.text) if line.type == "error" else None)
        sheet.goto(path.as_uri() + address)
        pages.append((sheet, path.as_uri()))
        return sheet

    yield show
    told = [([url for url in sheet.asked if url.split("#")[0] != own], sheet.wrong) for sheet, own in pages]
    for sheet, _ in pages:
        sheet.context.close()
    assert told == [([], [])] * len(pages)
