"""The evidence page as text: what stays text, what it may ask for, and what can be read without a script."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from typing import Any

import asked_kit as kit
import pytest
from asked_kit import EVIL, Tags

from analysis.reports.packed import unpack
from analysis.reports.page import data_text, evidence_page, interface


def script_data(text: str) -> Any:
    """The data of a page, as the browser reads them."""
    return json.loads(text.split('id="data">', 1)[1].split("</script>", 1)[0])


def evil_page(evil: str = EVIL) -> str:
    """The page with these words wherever people write: names, memos, translations, claims, cells, titles of files."""
    said = {"en": evil}
    marks = [{**m, "label": said, "theory": evil, "more": {"linchpins": evil}} for m in kit.figure().marks]
    quotes = [{**q, "facet": evil, "memos": [[evil, evil]], "ruled": {"reason": evil}} for q in kit.QUOTES]
    quotes += [{"id": "a5", "code": "STAY", "by": [], "w": evil, "lang": evil, "label": evil, "alone": True}]
    who = kit.WHO | {"label": evil, "at": evil}
    passages = [{**p, "w": evil, "t": {"id": evil}} | ({"who": who} if "who" in p else {}) for p in kit.PASSAGES]
    figure = kit.figure(marks=marks, title=said, caption=said, note=said, question=said)
    rows = [{**row, "name": said, "sub": said} for row in kit.chart().rows]
    rows[0]["cells"] = [{"t": evil, "m": 0, "tone": "for"}, {"t": said}]
    columns = [{"id": "baker", "name": said, "n": evil}, {"id": "contrast", "name": said}]
    chart = dataclasses.replace(kit.chart(), rows=rows, columns=columns, title=said, caption=said)
    texts = {key: said for key in ("title", "about", "constructed")}
    sources = {"R": {"title": said, "notice": said}, "S01": {"date": evil}}
    codes = {"EXP": {"name": said, "says": said}, "STAY": {"name": said, "says": said}}
    used = {"a1": [{"id": evil, "text": said}, {"id": evil, "text": said, "against": True}]}
    made = kit.page(figure, chart, quotes=quotes, passages=passages, held_back=(said,), sources=sources, codes=codes)
    roles = {"baker": said}
    shelves = {"acts": [[evil, evil], [evil, evil]], "attrs": []}
    return evidence_page(dataclasses.replace(made, **texts, used_in=used, roles=roles, shelves=shelves))


def test_what_people_write_stays_text() -> None:
    """Markup in transcripts, labels, codes, memos, titles and file fields makes no tag, and ends no script."""
    found = Tags(evil_page())

    assert found.all("img") == []
    assert len(found.all("script")) == 2
    assert [a for _, a in found.tags if {"onerror", "onclick", "onload"} & set(a)] == []
    assert "".join(found.said).count(EVIL) > 8


def test_the_control_would_act() -> None:
    """The same markup, not escaped, makes a tag: the test above can fail."""
    assert Tags(f"<p>{EVIL}</p>").all("img") != []


def test_data_ends_no_script() -> None:
    """No character of the data could end the element, and every one comes back."""
    page = kit.page(title={"en": f"{EVIL}\u2028 & 🚌"})
    text = data_text(page)

    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["title"]["en"] == page.title["en"]


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    """Hashes of what stands in the page, nothing inline besides, no request."""
    text = evidence_page(kit.page())
    found = Tags(text)
    policy = next(str(a["content"]) for a in found.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    wanted = {
        "style-src": re.search(r"<style>(.*?)</style>", text, re.S),
        "script-src": re.search(r"<script>(.*?)</script>", text, re.S),
    }

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name, inside in wanted.items():
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode() if inside else ""
        assert f"{name} 'sha256-{digest}'" in policy
    assert [a for _, a in found.tags if "style" in a] == []


def test_what_turns_the_text_around_is_shown() -> None:
    """A sign that turns the direction of all that follows stands as a sign that is seen, one for one, in no place as
    itself; so do signs that a browser would drop or merge."""
    text = evil_page("user\u202egnp.exe\u202d \r\x00 end")

    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\r\x00")
    assert text.count("user\u2426gnp.exe\u2426 \u240d\u2400 end") > 8


def test_the_page_asks_for_nothing() -> None:
    """No address anywhere, and no element that fetches."""
    text = evidence_page(kit.page())
    found = Tags(text)

    assert "://" not in text
    assert {tag for tag, _ in found.tags} & {"link", "iframe", "object", "embed", "base", "img"} == set()
    assert [a for tag, a in found.tags if "src" in a or str(a.get("href", "#"))[0] != "#"] == []


def test_without_a_script_the_words_are_there() -> None:
    """Each mark's row leads to numbered words, and what nobody may read says so."""
    text = evidence_page(kit.page())
    found = Tags(text)
    ids = [str(a["id"]) for _, a in found.tags if "id" in a]
    links = [str(a["href"])[1:] for a in found.all("a") if str(a.get("href", "")).startswith("#w")]

    assert links and set(links) <= set(ids)
    assert len(ids) == len(set(ids))
    assert "🚌 bus" in text.split('id="texts"')[1].split("</section>")[0]
    assert "allow it for this file" in text.split("<noscript>")[1]


def test_both_languages_say_everything() -> None:
    """Every word of the interface stands in English and Indonesian, with the same gaps to fill in."""
    words = interface(("en", "id"))
    gaps = {x: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in words[x].items()} for x in words}

    assert gaps["en"] == gaps["id"]
    assert [key for key in words["en"] if not words["en"][key] or not words["id"][key]] == []


def test_an_unknown_language_reads_english() -> None:
    """A study in a language without an interface has one that can be read."""
    assert interface(("su",))["su"] == interface(("en",))["en"]


@pytest.mark.parametrize("known", [True, False])
def test_what_is_constructed_says_so(known: bool) -> None:
    """The mark stands on the face of the page where there is one, and nowhere where there is none."""
    text = evidence_page(kit.page(constructed=kit.both("No person said this.") if known else {}))

    assert ('class="constructed"' in text) is known


def test_the_same_page_twice() -> None:
    """The same content gives the same bytes."""
    assert evidence_page(kit.page()) == evidence_page(kit.page())


def test_offsets_are_those_of_a_browser() -> None:
    """The segment is cut in UTF-16 units, so that an emoji before it moves nothing."""
    quote = unpack(script_data(evidence_page(kit.page()))["quotes"])[0]
    words = kit.PASSAGES[0]["w"].encode("utf-16-le")[2 * quote["a"] : 2 * quote["z"]].decode("utf-16-le")

    assert (quote["a"], words) == (3, "🚌 bus, ")


def test_a_mark_without_counts_is_a_row_all_the_same() -> None:
    """In public a mark may have neither counts nor evidence that may be shown; the page is made all the same."""
    bare = {"id": "node:come", "label": kit.both("Coming"), "status": "observed", "held": True}
    text = evidence_page(kit.page(kit.figure(marks=[bare])))

    assert '<th scope="row">Coming</th>' in text
