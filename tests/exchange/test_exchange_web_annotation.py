"""Web Annotations: what is written holds against the model, and is read back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.exchange.web_annotation import (
    Annotation,
    Target,
    check_collection,
    id_of,
    name_of,
    read_collection,
    to_collection,
    to_text,
)
from analysis.model import Relation

BODY = "P01: By bus 🚌, mostly. Café."
TARGET = Target("urn:x-jenjang:bakery:source:S01", "0" * 64, "en")
CODING = Annotation(
    id_of("bakery", "S01", "anna", "c1"),
    TARGET,
    code="EXP.FIRST",
    name="EXP.FIRST Coming",
    name_language="en",
    start=5,
    end=13,
    quote="By bus 🚌",
    prefix="P01: ",
    suffix=", mostly. Café.",
    tags={"stance": "supports", "valence": "positive"},
    facet="by bus",
    memo="a first thought: of two",
    creators=("anna",),
    created="2024-05-07T10:00:00Z",
)
LINK = Annotation(
    id_of("bakery", "S01", "anna", "r1"),
    TARGET,
    start=5,
    end=13,
    quote="By bus 🚌",
    relation=Relation("EXP.FIRST", "EXP.STAY", "leads-to", "-", "denied"),
    creators=("anna", "ben"),
)


def collection(*annotations: Annotation) -> dict[str, Any]:
    return to_collection(annotations, study="bakery", layer="in-force/internal", label=["The bakery", ""])


def test_what_is_written_holds() -> None:
    """A coding and a relation make a sound collection of two."""
    made = collection(CODING, LINK)

    assert check_collection(made) == []
    assert (made["total"], made["label"], made["first"]["partOf"]["id"]) == (2, ["The bakery"], made["id"])


def test_a_coding_as_an_annotation() -> None:
    """Position and quote select the same words; each body says what it is for."""
    item = collection(CODING)["first"]["items"][0]
    position, quote = item["target"]["selector"]

    assert item["motivation"] == "classifying"
    assert position == {"type": "TextPositionSelector", "start": 5, "end": 13}
    assert BODY[position["start"] : position["end"]] == quote["exact"]
    assert quote["prefix"] + quote["exact"] + quote["suffix"] == BODY
    assert [(body["purpose"], body.get("value", body.get("source"))) for body in item["body"]] == [
        ("classifying", "urn:x-jenjang:bakery:code:EXP.FIRST"),
        ("tagging", "EXP.FIRST Coming"),
        ("tagging", "stance: supports"),
        ("tagging", "valence: positive"),
        ("describing", "by bus"),
        ("commenting", "a first thought: of two"),
    ]


def test_a_relation_links_two_codes() -> None:
    """Both ends are bodies, and tags say which is which; two coders are two creators."""
    item = collection(LINK)["first"]["items"][0]

    assert item["motivation"] == "linking"
    assert [body["value"] for body in item["body"][2:]] == [
        "from: EXP.FIRST",
        "type: leads-to",
        "to: EXP.STAY",
        "polarity: -",
        "modality: denied",
    ]
    assert [person["nickname"] for person in item["creator"]] == ["anna", "ben"]


def test_what_is_read_is_what_was_written() -> None:
    """Coding and relation come back whole."""
    assert read_collection(to_text(collection(CODING, LINK))) == [CODING, LINK]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(quote=WORDS, memo=WORDS, code=WORDS, value=WORDS, coder=WORDS)
def test_any_words_come_back(quote: str, memo: str, code: str, value: str, coder: str) -> None:
    """Whatever stands in quotes, memos, ids of codes, values and names: sound, and the same after reading."""
    entry = Annotation(
        id_of(quote), TARGET, code=code, start=0, end=1, quote=quote, memo=memo, tags={"a": value}, creators=(coder,)
    )
    made = collection(entry)

    assert check_collection(made) == []
    assert read_collection(to_text(made)) == [entry]


def test_ids_are_stable() -> None:
    """The same parts give the same id, here and on any machine; other parts another."""
    assert id_of("a", "b") == "urn:uuid:" + id_of("a", "b").removeprefix("urn:uuid:")
    assert id_of("a", "b") == id_of("a", "b") != id_of("ab")
    assert name_of("a study", "code", "X/Y:Z") == "urn:x-jenjang:a%20study:code:X%2FY%3AZ"


def _first(data: dict[str, Any]) -> dict[str, Any]:
    return data["first"]["items"][0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.update(total=7),
        lambda d: d.update(type="Collection"),
        lambda d: d.update({"@context": ["http://example.org"]}),
        lambda d: d["first"]["items"].append(_first(d)),
        lambda d: _first(d).pop("target"),
        lambda d: _first(d).update(motivation="guessing"),
        lambda d: _first(d).update(created="yesterday"),
        lambda d: _first(d).update(body=[]),
        lambda d: _first(d)["body"].pop(0),
        lambda d: _first(d)["target"].update(selector=[]),
        lambda d: _first(d)["target"]["selector"][0].update(start=-1),
        lambda d: _first(d)["target"]["selector"][0].update(start=13),
        lambda d: _first(d)["target"]["selector"][1].pop("exact"),
        lambda d: _first(d)["target"]["source"].update(sha256="short"),
    ],
)
def test_what_breaks_the_model_is_found(spoil: Callable[[dict[str, Any]], object]) -> None:
    """Each rule is looked at: a document that breaks it is refused with the place."""
    data = json.loads(to_text(collection(CODING)))
    spoil(data)

    assert check_collection(data)
    with pytest.raises(AnalysisError, match=r"a\.json: \$"):
        read_collection(json.dumps(data), name="a.json")


def test_no_json_is_said_to_be_none() -> None:
    """A sentence, no traceback."""
    with pytest.raises(AnalysisError, match="Web Annotations are JSON"):
        read_collection("{")
