"""What does study.yaml declare? Roles, groups, attributes, sets, the legal frame, thresholds, the release profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.approach import APPROACHES
from analysis.claims import limits
from analysis.claims.limits import Case
from analysis.coding.layer import KEPT_SPANS
from analysis.errors import Problem, TableError
from analysis.model import KINDS, Words
from analysis.release import PROFILES, Label
from analysis.sources.register import Frame
from analysis.tables import Record, read_yaml
from analysis.triangulation import SourceSet

FILE = "study.yaml"
DEFAULTS: Mapping[str, Any] = {
    "prominence": 0.34,
    "examples": 0.5,
    "keep_supporters": 2,
    "keep_groups": 2,
    "kept_span": "union",
    "label_class": 3,
    "small_cell": 5,
    **limits.DEFAULTS,
}
REQUIRED = ("id", "title", "approach", "questions", "roles")
SHARES = ("prominence", "examples", *limits.SHARES)
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SEE = "Write it as the study.yaml of a new study has it (jenjang new)."


@dataclass(frozen=True, slots=True)
class Role:
    """A role of participants, the group it belongs to, and its name."""

    id: str
    group: str
    name: Words


@dataclass(frozen=True, slots=True)
class Config:
    """The declarations of a study, with defaults where it is silent."""

    id: str = ""
    title: Words = field(default_factory=dict)
    about: Words = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    approach: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Words] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    groups: Mapping[str, Words] = field(default_factory=dict)
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    attribute_names: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    """Attribute -> value -> its name by language; under "" the attribute's own. What has no name is shown by its id."""
    sets: tuple[SourceSet, ...] = ()
    frame: Frame = field(default_factory=Frame)
    frames: Mapping[str, Frame] = field(default_factory=dict)
    thresholds: Mapping[str, Any] = field(default_factory=lambda: dict(DEFAULTS))
    profile: str = "public"
    labels: tuple[Label, ...] = ()
    case: Case = field(default_factory=Case)

    @property
    def role_ids(self) -> list[str]:
        """The roles in the order in which displays show them."""
        return [role.id for role in self.roles]

    @property
    def group_of(self) -> dict[str, str]:
        """Role -> the group it belongs to."""
        return {role.id: role.group for role in self.roles}

    def role_name(self, role: str, language: str) -> str:
        """The name of a role, or its id where it has none in the language."""
        return next((r.name.get(language, r.id) for r in self.roles if r.id == role), role)


def read_config(path: Path) -> tuple[Config, list[Problem]]:
    """The declarations, and every one that does not hold."""
    if not path.is_file():
        step = "Go to the folder of a study, or make one with jenjang new."
        return Config(), [Problem(FILE, 0, "a study has a file study.yaml", "none", step)]
    try:
        data = read_yaml(path)
    except TableError as error:
        row = re.search(r", line (\d+)", str(error))
        rule = str(error).split(": ", 1)[-1].rstrip(".")
        return Config(), [Problem(FILE, int(row[1]) if row else 0, rule, "", "Mend the file.")]
    if not isinstance(data, Record):
        return Config(), [Problem(FILE, 1, "study.yaml is a list of keys and values", repr(data)[:40], "Mend it.")]
    missing = [key for key in REQUIRED if not data.get(key)]
    data, problems = _fit(data)
    return _config(data), problems + _check(data, missing)


def _fit(data: Record) -> tuple[Record, list[Problem]]:
    """The declarations as far as they have the form they should have, and a problem for each that has not."""
    fitting, found = Record(), []
    for key, value in data.items():
        if key not in _SHAPES:
            step = f"Known are {', '.join(_SHAPES)}."
            found.append(Problem(FILE, 1, "a key of study.yaml is one the program reads", key, step, "warning"))
            continue
        says, fits = _SHAPES[key]
        if value is None or fits(value):
            fitting[key] = value
            continue
        fitting[key] = _part(value, fits)
        entries = [e for e in value if isinstance(e, Record) and not fits([e])] if isinstance(value, list) else []
        line = entries[0].line if entries else getattr(value, "line", 1)
        came = repr(entries[0] if entries else value)[:60]
        found.append(Problem(FILE, line, f"{key} is {says}", came, _SEE))
    return fitting, found


def _part(value: Any, fits: Fits) -> Any:
    """The entries of a list or mapping that fit, where some do not."""
    if isinstance(value, list):
        return [entry for entry in value if fits([entry])]
    if not isinstance(value, Record):
        return None
    part = Record((key, entry) for key, entry in value.items() if fits(Record({key: entry})))
    part.line = value.line
    return part


def _config(data: Record) -> Config:
    scopes = tuple(data.get("legal_scope") or ())
    frames = {
        str(name): Frame(str(name), str(span.get("start") or ""), str(span.get("end") or ""), scopes)
        for name, span in _mapping(data, "legal_frames").items()
    }
    release = _mapping(data, "release")
    return Config(
        id=str(data.get("id") or ""),
        title=_words(data.get("title")),
        about=_words(data.get("about")),
        languages=tuple(str(x) for x in data.get("languages") or ("en",)),
        approach=str(data.get("approach") or ""),
        overrides={str(o.get("feature")): str(o.get("rationale")) for o in _records(data, "overrides")},
        questions={str(key): _words(value) for key, value in _mapping(data, "questions").items()},
        roles=tuple(
            Role(str(r.get("id")), str(r.get("group") or r.get("id")), _words(r.get("name")))
            for r in _records(data, "roles")
        ),
        groups={str(g.get("id")): _words(g.get("name")) for g in _records(data, "groups")},
        attributes={str(k): list(_values(said)) for k, said in _mapping(data, "attributes").items()},
        attribute_names={
            str(k): names for k, said in _mapping(data, "attributes").items() if (names := _attribute_names(said))
        },
        sets=tuple(
            SourceSet(
                str(s.get("id")),
                tuple(map(str, s.get("groups") or ())),
                tuple(map(str, s.get("kinds") or ())),
                _words(s.get("name")),
            )
            for s in _records(data, "sets")
        ),
        frame=frames.get(str(data.get("legal_frame")), Frame(scopes=scopes)),
        frames=frames,
        thresholds={
            **DEFAULTS,
            **{k: v for k, v in _mapping(data, "thresholds").items() if k in DEFAULTS and not _limit(k, v)},
        },
        profile=str(release["profile"]) if release.get("profile") in PROFILES else "public",
        labels=tuple(
            Label(
                str(entry.get("id")),
                tuple(map(str, entry.get("roles") or ())),
                _words(entry.get("name")),
                int(entry.get("population") or 0),
                getattr(entry, "line", 0),
            )
            for entry in release.get("labels") or ()
        ),
        case=_case(_mapping(data, "case")),
    )


def _case(data: Mapping[str, Any]) -> Case:
    values = {key: tuple(map(str, data.get(key) or ())) for key in ("direct", "partial")}
    return Case(str(data.get("attribute") or ""), **values)


def _check(data: Record, missing: Sequence[str]) -> list[Problem]:
    found: list[Problem] = []

    def problem(line: int, rule: str, came: Any, step: str) -> None:
        found.append(Problem(FILE, line, rule, str(came) or "nothing", step))

    if missing:
        problem(1, "a study declares id, title, approach, questions and roles", f"no {', '.join(missing)}", "Add them.")
    if data.get("approach") and data["approach"] not in APPROACHES:
        step = "Declare how you analyse (F00)."
        problem(1, f"approach is one of {', '.join(APPROACHES)}", data["approach"], step)
    for language in data.get("languages") or ():
        if not LANGUAGE.fullmatch(str(language)):
            problem(1, "a language is a code such as en or pt-BR", language, "Write its code.")
    groups = [str(g.get("id")) for g in _records(data, "groups")]
    roles = [str(r.get("id")) for r in _records(data, "roles")]
    for role in _records(data, "roles"):
        if role.get("group") and groups and role["group"] not in groups:
            problem(role.line, f"the group of a role is one of {', '.join(groups)}", role["group"], "Add it to groups.")
        if roles.count(str(role.get("id"))) > 1:
            problem(role.line, "a role stands once", role.get("id"), "Delete one.")
    for entry in _records(data, "sets"):
        known = set(groups) | {str(r.get("group") or r.get("id")) for r in _records(data, "roles")}
        for group in entry.get("groups") or ():
            if group not in known:
                problem(entry.line, f"a set is made of groups: {', '.join(sorted(known))}", group, "Mend the name.")
        for kind in entry.get("kinds") or ():
            if kind not in KINDS:
                problem(entry.line, f"a set is made of kinds: {', '.join(KINDS)}", kind, "Mend the name.")
    if data.get("legal_frame") and str(data["legal_frame"]) not in _mapping(data, "legal_frames"):
        problem(1, "legal_frame is one of legal_frames", data["legal_frame"], "Add it or choose another.")
    case = _mapping(data, "case")
    values = _values(_mapping(data, "attributes").get(str(case.get("attribute") or "")) or ())
    for value in (*(case.get("direct") or ()), *(case.get("partial") or ())) if case else ():
        if value not in values:
            step = "Name values of the attribute that tells cases apart."
            problem(getattr(case, "line", 1), "case names values of an attribute", value, step)
    found.extend(_check_numbers(data))
    release = _mapping(data, "release")
    if release.get("profile") and release["profile"] not in PROFILES:
        problem(
            getattr(release, "line", 1), f"profile is one of {', '.join(PROFILES)}", release["profile"], "Write one."
        )
    for entry in release.get("labels") or ():
        for role in entry.get("roles") or ():
            if role not in roles:
                problem(entry.line, "a label covers roles of the study", role, f"Use {', '.join(roles)}.")
    return found


def _check_numbers(data: Record) -> list[Problem]:
    given = _mapping(data, "thresholds")
    line = getattr(given, "line", 1)
    found = []
    for key, value in given.items():
        if key not in DEFAULTS:
            found.append(Problem(FILE, line, f"a threshold is one of {', '.join(DEFAULTS)}", key, "Mend the name."))
        elif rule := _limit(key, value):
            found.append(Problem(FILE, line, f"{key} is {rule}", repr(value), "Write one."))
    return found


def _limit(key: str, value: Any) -> str:
    """What a threshold must be, where the value is not that."""
    if key == "kept_span":
        return "" if value in KEPT_SPANS else f"one of {', '.join(KEPT_SPANS)}"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if key in SHARES:
        return "" if number and 0 <= value <= 1 else "a number from 0 to 1"
    return "" if number and isinstance(value, int) and value >= 0 else "a whole number from 0"


def _words(value: Any) -> Words:
    if isinstance(value, dict):
        return {str(key): str(text) for key, text in value.items()}
    return {"en": str(value)} if value else {}


def _values(said: Any) -> dict[str, Words]:
    """The values of an attribute, each with its name: a list of words or of {id, name}, or {name, values} around it."""
    listed = said.get("values") or () if isinstance(said, dict) else said
    entries = (v if isinstance(v, dict) else {"id": v} for v in listed)
    return {str(entry["id"]): _words(entry.get("name")) for entry in entries}


def _attribute_names(said: Any) -> dict[str, Words]:
    own = _words(said.get("name")) if isinstance(said, dict) else {}
    return {value: words for value, words in {"": own, **_values(said)}.items() if words}


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _records(data: Mapping[str, Any], key: str) -> list[Record]:
    value = data.get(key)
    return [entry for entry in value if isinstance(entry, Record)] if isinstance(value, list) else []


Fits = Callable[[Any], bool]


def _is_word(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_wording(value: Any) -> bool:
    return _is_word(value) or (isinstance(value, dict) and all(map(_is_word, value.values())))


def _list_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _keys_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


def _entry(needs: str, **shapes: Fits) -> Fits:
    """A record whose key `needs` says something, and whose other keys, where given, fit."""

    def fits(value: Any) -> bool:
        if not isinstance(value, Record) or value.get(needs) in (None, ""):
            return False
        return all(value.get(key) is None or shape(value[key]) for key, shape in shapes.items())

    return fits


_LIST = _list_of(_is_word)
_VALUE = _entry("id", id=_is_word, name=_is_wording)


def _is_attribute(value: Any) -> bool:
    """A list of values, each a word or {id, name}; or {name, values} around it."""
    if isinstance(value, Record):
        return _is_attribute(value.get("values")) and (value.get("name") is None or _is_wording(value["name"]))
    return isinstance(value, list) and all(_is_word(one) or _VALUE(one) for one in value)


_LABEL = _entry("id", id=_is_word, roles=_LIST, name=_is_wording, population=lambda value: isinstance(value, int))
_RELEASE: Mapping[str, Fits] = {"profile": _is_word, "labels": _list_of(_LABEL)}
_CASE: Mapping[str, Fits] = {"attribute": _is_word, "direct": _LIST, "partial": _LIST}
_SHAPES: Mapping[str, tuple[str, Fits]] = {
    "id": ("a word", _is_word),
    "title": ("words, by language", _is_wording),
    "about": ("words, by language", _is_wording),
    "languages": ("a list of language codes", _LIST),
    "approach": ("a word", _is_word),
    "overrides": ("a list of features, each with its rationale", _list_of(_entry("feature", feature=_is_word))),
    "questions": ("words by language for each question", _keys_of(_is_wording)),
    "roles": ("a list of {id, group, name}", _list_of(_entry("id", id=_is_word, group=_is_word, name=_is_wording))),
    "groups": ("a list of {id, name}", _list_of(_entry("id", id=_is_word, name=_is_wording))),
    "attributes": ("a list of values for each attribute", _keys_of(_is_attribute)),
    "sets": (
        "a list of {id, groups or kinds, name}",
        _list_of(_entry("id", id=_is_word, groups=_LIST, kinds=_LIST, name=_is_wording)),
    ),
    "legal_frames": ("a start and an end for each frame", _keys_of(_keys_of(_is_word))),
    "legal_frame": ("a word", _is_word),
    "legal_scope": ("a list of words", _LIST),
    "case": (
        "an attribute, its direct values and its partial values",
        lambda value: (
            isinstance(value, dict)
            and set(value) <= set(_CASE)
            and all(value.get(key) is None or fits(value[key]) for key, fits in _CASE.items())
        ),
    ),
    "thresholds": ("a number for each threshold", lambda value: isinstance(value, dict)),
    "release": (
        "a profile and a list of labels, each with id, roles and name",
        lambda value: (
            isinstance(value, dict)
            and all(value.get(key) is None or fits(value[key]) for key, fits in _RELEASE.items())
        ),
    ),
}
"""Each key of study.yaml, what it is, and whether a value has that form."""
