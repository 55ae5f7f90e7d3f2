"""Which provisions does a document hold? By article where it has articles, else by page, else by paragraph."""

from __future__ import annotations

import re
from collections import Counter

from analysis.sources.readers.form import Reading
from analysis.sources.turns import Turn
from analysis.sources.wording import ARTICLE_WORDS

_ARTICLE = re.compile(rf"\s*(?:{'|'.join(ARTICLE_WORDS)})\.?\s+(?P<n>\d{{1,4}}[A-Za-z]?|[IVXLC]{{1,7}})\.?\s*", re.I)
PREAMBLE = "preamble"


def cut_articles(reading: Reading) -> list[Turn]:
    """The passages of a document, each under a label of its own, with its page where the format has pages.

    An article is a line such as `Pasal 5` alone; two of them make a document with articles. A number that comes again
    (in an elucidation, say) is counted: `5 #2`.
    """
    lines = [(line, block.page) for block in reading.blocks for line in block.text.split("\n")]
    heads = [match for line, _ in lines if (match := _ARTICLE.fullmatch(line))]
    if len(heads) > 1:
        return _by_article(reading)
    if any(block.page for block in reading.blocks):
        return _by_page(reading)
    return [Turn(f"par. {n}", block.text, block.time) for n, block in enumerate(reading.blocks, start=1)]


def _by_article(reading: Reading) -> list[Turn]:
    found: list[tuple[str, str, list[str]]] = []
    seen: Counter[str] = Counter()
    for block in reading.blocks:
        for number, line in enumerate(block.text.split("\n")):
            head = _ARTICLE.fullmatch(line)
            if head or not found:
                name = head["n"] if head else PREAMBLE
                seen[name] += 1
                label = f"{name} #{seen[name]}" if seen[name] > 1 else name
                found.append((label, block.page, []))
            if not head:
                found[-1][2].append(("\n" if number == 0 and found[-1][2] else "") + line)
    return [Turn(label, text, page=page) for label, page, lines in found if (text := "\n".join(lines).strip())]


def _by_page(reading: Reading) -> list[Turn]:
    pages: dict[str, list[str]] = {}
    for block in reading.blocks:
        pages.setdefault(block.page, []).append(block.text)
    return [Turn(f"page {page}", "\n\n".join(texts), page=page) for page, texts in pages.items()]
