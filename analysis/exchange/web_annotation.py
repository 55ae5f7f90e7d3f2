"""How do codings read as Web Annotations (W3C Recommendation, 2017)? Written, checked and read back.

One AnnotationCollection with one page. A coding classifies a stretch of a source: by position (code points) and by
quote, with the words around it. Code, stance, attributes, facet and memo are bodies, each with its purpose; a relation
links two codes. Ids are stable, order is that of the texts, and no clock is read.

Source: Sanderson, Ciccarese & Young (eds.), Web Annotation Data Model, W3C Recommendation 23 February 2017.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import unquote

from jsonschema import Draft202012Validator

from analysis.errors import AnalysisError
from analysis.model import Relation
from analysis.tables import plain, read_yaml

CONTEXT: tuple[Any, ...] = ("http://www.w3.org/ns/anno.jsonld", {"sha256": "https://schema.org/sha256"})
GENERATOR: Mapping[str, str] = {"id": "urn:x-jenjang:program", "type": "Software", "name": "Jenjang"}
SCHEMA = Path(__file__).with_name("web_annotation.schema.yaml")
SPEAKER = "speaker"
"""Tag under which a public quotation names its speaker's label."""
_SPACE = uuid.UUID("6a6e6a6e-6700-5000-8000-000000000001")
_RELATION = ("from", "type", "to", "polarity", "modality")


@dataclass(frozen=True, slots=True)
class Target:
    """The text that an annotation is about: how it is named, and the checksum of what positions count in."""

    id: str
    sha256: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A coding or relation as it is handed on. Empty words and a `start` of -1 are withheld."""

    id: str
    target: Target
    code: str = ""
    name: str = ""
    name_language: str = ""
    start: int = -1
    end: int = -1
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    facet: str = ""
    memo: str = ""
    relation: Relation | None = None
    creators: tuple[str, ...] = ()
    created: str = ""


def name_of(study: str, *parts: str) -> str:
    """The stable name of a thing of a study, such as a code or a source, as a URN."""
    return ":".join(["urn:x-jenjang", *(percent(part, safe="") for part in (study, *parts))])


def id_of(*parts: str) -> str:
    """The stable id of an annotation: the same parts give the same id everywhere."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, json.dumps(parts, ensure_ascii=False))}"


def to_collection(annotations: Iterable[Annotation], *, study: str, layer: str, label: Sequence[str]) -> dict[str, Any]:
    """The annotations as one AnnotationCollection with its page, in the given order.

    Parameters
    ----------
    study, layer : the study's id and whose codings these are; the collection's id comes of them
    label : how the collection is called, and what is to be known of it (that it is constructed)
    """
    items = [_item(annotation, study) for annotation in annotations]
    collection = id_of(study, "collection", layer)
    page: dict[str, Any] = {"id": id_of(study, "page", layer), "type": "AnnotationPage"}
    return {
        "@context": list(CONTEXT),
        "id": collection,
        "type": "AnnotationCollection",
        "label": [text for text in label if text],
        "generator": dict(GENERATOR),
        "total": len(items),
        "first": page | {"partOf": {"id": collection}, "startIndex": 0, "items": items},
    }


def to_text(collection: Mapping[str, Any]) -> str:
    """The collection as JSON, one property per line, ending with a newline."""
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Annotation, study: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.id, "type": "Annotation"}
    item["motivation"] = "linking" if entry.relation else "classifying"
    people = [{"id": name_of(study, "coder", c), "type": "Person", "nickname": c} for c in entry.creators]
    if people:
        item["creator"] = people if len(people) > 1 else people[0]
    if entry.created:
        item["created"] = entry.created
    item["body"] = _bodies(entry, study)
    item["target"] = _target(entry)
    return item


def _bodies(entry: Annotation, study: str) -> list[dict[str, Any]]:
    purpose = "linking" if entry.relation else "classifying"
    codes = [entry.relation.from_code, entry.relation.to_code] if entry.relation else [entry.code]
    bodies: list[dict[str, Any]] = [
        {"type": "SpecificResource", "purpose": purpose, "source": name_of(study, "code", code)} for code in codes
    ]
    if entry.name:
        bodies.append(_words("tagging", entry.name, entry.name_language))
    if entry.relation:
        link = entry.relation
        values = (link.from_code, link.type, link.to_code, link.polarity, link.modality)
        tags = dict(zip(_RELATION, values, strict=True))
        bodies += [_words("tagging", f"{key}: {value}") for key, value in tags.items()]
    bodies += [_words("tagging", f"{key}: {value}") for key, value in sorted(entry.tags.items())]
    if entry.facet:
        bodies.append(_words("describing", entry.facet))
    if entry.memo:
        bodies.append(_words("commenting", entry.memo))
    return bodies


def _words(purpose: str, value: str, language: str = "") -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
    return body | ({"language": language} if language else {})


def _target(entry: Annotation) -> dict[str, Any]:
    source: dict[str, Any] = {"id": entry.target.id, "type": "Text", "format": "text/plain"}
    if entry.target.language:
        source["language"] = entry.target.language
    if entry.target.sha256:
        source["sha256"] = entry.target.sha256
    selectors: list[dict[str, Any]] = []
    if entry.start >= 0:
        selectors.append({"type": "TextPositionSelector", "start": entry.start, "end": entry.end})
    if entry.quote:
        around = {"prefix": entry.prefix, "suffix": entry.suffix}
        selectors.append(
            {"type": "TextQuoteSelector", "exact": entry.quote} | {key: text for key, text in around.items() if text}
        )
    return {"type": "SpecificResource", "source": source, "selector": selectors}


# --- reading and checking ---------------------------------------------------------------------------------------------


def check_collection(data: Any) -> list[str]:
    """Where does a document break the model? The place and the rule, one line each; nothing where it holds."""
    validator = Draft202012Validator(plain(read_yaml(SCHEMA)))
    found = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]
    if found:
        return sorted(found)
    items = data["first"]["items"]
    if data["total"] != len(items):
        found.append(f"$.total: the number of annotations (got {data['total']}, there are {len(items)})")
    ids = [item["id"] for item in items]
    found += [f"$.first.items: an id stands once (got {key} again)" for key in sorted(set(ids)) if ids.count(key) > 1]
    for number, item in enumerate(items):
        for selector in item["target"]["selector"]:
            if selector["type"] == "TextPositionSelector" and selector["start"] >= selector["end"]:
                found.append(f"$.first.items[{number}]: a position ends after it starts (got {selector})")
    return found


def read_collection(text: str, *, name: str = "annotations") -> list[Annotation]:
    """The annotations of a document that this program wrote, as they were handed on.

    Raises
    ------
    AnalysisError
        The text is no JSON, or breaks the model; the first places are named.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnalysisError(f"{name}: Web Annotations are JSON ({error}). Mend the file or export it anew.") from error
    wrong = check_collection(data)
    if wrong:
        raise AnalysisError(f"{name}: {'; '.join(wrong[:3])}. Export it anew, or mend these places.")
    return [_read(item) for item in data["first"]["items"]]


def _read(item: Mapping[str, Any]) -> Annotation:
    words: dict[str, list[Mapping[str, Any]]] = {}
    codes = []
    for body in item["body"]:
        if body["type"] == "SpecificResource":
            codes.append(unquote(body["source"].rsplit(":", 1)[-1]))
        else:
            words.setdefault(body["purpose"], []).append(body)
    pairs = [body["value"].partition(": ") for body in words.get("tagging", ()) if "language" not in body]
    tags = {key: value for key, _, value in pairs}
    link = [tags.pop(key) for key in _RELATION] if item["motivation"] == "linking" else []
    named: Mapping[str, Any] = next((body for body in words.get("tagging", ()) if "language" in body), {})
    source = item["target"]["source"]
    selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
    position, quoted = selectors.get("TextPositionSelector", {}), selectors.get("TextQuoteSelector", {})
    people = item.get("creator", [])
    return Annotation(
        id=item["id"],
        target=Target(source["id"], source.get("sha256", ""), source.get("language", "")),
        code="" if link else codes[0],
        name=named.get("value", ""),
        name_language=named.get("language", ""),
        start=position.get("start", -1),
        end=position.get("end", -1),
        quote=quoted.get("exact", ""),
        prefix=quoted.get("prefix", ""),
        suffix=quoted.get("suffix", ""),
        tags=tags,
        facet="".join(body["value"] for body in words.get("describing", ())),
        memo="".join(body["value"] for body in words.get("commenting", ())),
        relation=Relation(link[0], link[2], link[1], link[3], link[4]) if link else None,
        creators=tuple(person["nickname"] for person in (people if isinstance(people, list) else [people])),
        created=item.get("created", ""),
    )
