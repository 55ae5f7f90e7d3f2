"""What study.yaml may declare, what it means where it is silent, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit

from analysis.release import Label
from analysis.sources.register import Frame
from analysis.study.config import DEFAULTS, Config, Role, read_config
from analysis.triangulation import SourceSet

WHOLE = """\
id: bakery
title: {en: The bakery, id: Toko roti}
about: Why people come.
languages: [en, id]
approach: reflexive
overrides:
  - {feature: agreement, rationale: A journal asks for it.}
questions:
  RQ1: {en: "Why?"}
roles:
  - {id: baker, group: makers, name: {en: Baker, id: Pembuat}}
  - {id: guest}
groups:
  - {id: makers, name: {en: Makers}}
  - {id: guest, name: {en: Guests}}
attributes: {valence: [good, bad]}
sets:
  - {id: all, groups: [makers, guest], name: {en: Everyone}}
  - {id: rules, kinds: [law]}
legal_frames:
  old: {start: 2010-01-01, end: 2014-12-31}
  new: {start: 2015-01-01}
legal_frame: new
legal_scope: [house]
thresholds: {prominence: 0.5, small_cell: 9, kept_span: first}
release:
  profile: internal
  labels:
    - {id: hand, roles: [baker, guest], name: {en: a hand}, population: 40}
"""


def read(tmp_path: Path, text: str) -> tuple[Config, list[tuple[str, int, str, str]]]:
    """The declarations, and what is wrong with them: level, row, rule, what came."""
    config, problems = read_config(kit.put(tmp_path, "study.yaml", text))
    return config, [(p.level, p.row, p.rule, p.came) for p in problems]


def test_every_declaration_is_read(tmp_path: Path) -> None:
    """A role without a group is a group of its own; words without a language are English; silence is a default."""
    config, problems = read(tmp_path, WHOLE)

    assert problems == []
    assert config == Config(
        id="bakery",
        title={"en": "The bakery", "id": "Toko roti"},
        about={"en": "Why people come."},
        languages=("en", "id"),
        approach="reflexive",
        overrides={"agreement": "A journal asks for it."},
        questions={"RQ1": {"en": "Why?"}},
        roles=(Role("baker", "makers", {"en": "Baker", "id": "Pembuat"}), Role("guest", "guest", {})),
        groups={"makers": {"en": "Makers"}, "guest": {"en": "Guests"}},
        attributes={"valence": ["good", "bad"]},
        sets=(SourceSet("all", ("makers", "guest"), (), {"en": "Everyone"}), SourceSet("rules", (), ("law",), {})),
        frame=Frame("new", "2015-01-01", "", ("house",)),
        frames={
            "old": Frame("old", "2010-01-01", "2014-12-31", ("house",)),
            "new": Frame("new", "2015-01-01", "", ("house",)),
        },
        thresholds={**DEFAULTS, "prominence": 0.5, "small_cell": 9, "kept_span": "first"},
        profile="internal",
        labels=(Label("hand", ("baker", "guest"), {"en": "a hand"}, 40),),
    )


def test_attributes_and_their_values_may_have_names(tmp_path: Path) -> None:
    """A list of words, of {id, name}, or {name, values} around either; what has no name is left to its id."""
    named = "{valence: {name: {id: Valensi}, values: [{id: good, name: {id: baik}}, bad]}, mode: [fact, wish]}"
    config, problems = read(tmp_path, WHOLE.replace("{valence: [good, bad]}", named))

    assert problems == []
    assert config.attributes == {"valence": ["good", "bad"], "mode": ["fact", "wish"]}
    assert config.attribute_names == {"valence": {"": {"id": "Valensi"}, "good": {"id": "baik"}}}


def test_roles_by_name_and_group(tmp_path: Path) -> None:
    """A role without a name in a language is called by its id, and so is one that the study does not know."""
    config, _ = read(tmp_path, WHOLE)

    assert config.role_ids == ["baker", "guest"]
    assert config.group_of == {"baker": "makers", "guest": "guest"}
    names = [config.role_name(role, "id") for role in ("baker", "guest", "king")]
    assert names == ["Pembuat", "guest", "king"]


def test_a_study_that_says_little(tmp_path: Path) -> None:
    """The five things that a study must declare are asked for at once; everything else has a default, public first."""
    config, problems = read(tmp_path, "languages: [en]\n")

    assert config == Config()
    assert (config.profile, config.thresholds) == ("public", DEFAULTS)
    rule = "a study declares id, title, approach, questions and roles"
    assert problems == [("error", 1, rule, "no id, title, approach, questions, roles")]


WRONG = [
    ("approach: reflexive", "approach: grounded", 1, "approach is one of", "grounded"),
    ("languages: [en, id]", "languages: en", 1, "languages is a list of language codes", "'en'"),
    ("languages: [en, id]", "languages: [../en]", 1, "a language is a code such as en or pt-BR", "../en"),
    ("{id: guest}", "{id: guest, group: guests}", 12, "the group of a role is one of makers, guest", "guests"),
    ("{id: guest}", "{id: guest}\n  - {id: guest}", 12, "a role stands once", "guest"),
    (
        "{id: guest}",
        "{id: guest}\n  - {name: {en: Guest}}",
        13,
        "roles is a list of {id, group, name}",
        "{'name': {'en': 'Guest'}}",
    ),
    ("groups: [makers, guest]", "groups: [cooks]", 18, "a set is made of groups: guest, makers", "cooks"),
    ("kinds: [law]", "kinds: [song]", 19, "a set is made of kinds:", "song"),
    ("legal_frame: new", "legal_frame: next", 1, "legal_frame is one of legal_frames", "next"),
    (
        "{valence: [good, bad]}",
        "{valence: {values: good}}",
        16,
        "attributes is a list of values",
        "{'valence': {'values': 'good'}}",
    ),
    ("{valence: [good, bad]}", "{valence: good}", 16, "attributes is a list of values", "{'valence': 'good'}"),
    (
        "{start: 2015-01-01}",
        "{start: 2015-01-01}\n  last: 2020",
        21,
        "legal_frames is a start and an end for each frame",
        "{'old': {'start'",
    ),
    ("small_cell: 9", "small_sell: 9", 25, "a threshold is one of prominence,", "small_sell"),
    ("small_cell: 9", "small_cell: 4.5", 25, "small_cell is a whole number from 0", "4.5"),
    ("small_cell: 9", "small_cell: -1", 25, "small_cell is a whole number from 0", "-1"),
    ("small_cell: 9", "small_cell: true", 25, "small_cell is a whole number from 0", "True"),
    ("prominence: 0.5", "prominence: 1.5", 25, "prominence is a number from 0 to 1", "1.5"),
    ("prominence: 0.5", "prominence: half", 25, "prominence is a number from 0 to 1", "'half'"),
    ("kept_span: first", "kept_span: last", 25, "kept_span is one of first, intersection,", "'last'"),
    ("profile: internal", "profile: secret", 27, "profile is one of public, internal", "secret"),
    ("roles: [baker, guest]", "roles: [cook]", 29, "a label covers roles of the study", "cook"),
    ("population: 40", "population: many", 27, "release is a profile and a list of labels", "{'profile': 'internal'"),
]


@pytest.mark.parametrize(("old", "new", "row", "rule", "came"), WRONG, ids=[new for _, new, *_ in WRONG])
def test_a_wrong_declaration(tmp_path: Path, old: str, new: str, row: int, rule: str, came: str) -> None:
    """Each breaks one rule, and is said with the line of its entry and what came."""
    assert WHOLE.count(old) == 1
    _, problems = read(tmp_path, WHOLE.replace(old, new))

    assert problems[0][:2] == ("error", row)
    assert len({rule for _, _, rule, _ in problems}) == 1
    assert problems[0][2].startswith(rule)
    assert problems[0][3].startswith(came)


def test_a_wrong_value_is_not_used(tmp_path: Path) -> None:
    """Until it is mended the default stands in its place, and the default profile is the careful one."""
    config, _ = read(tmp_path, WHOLE.replace("small_cell: 9", "small_cell: lots").replace("internal", "secret"))

    assert config.thresholds == {**DEFAULTS, "prominence": 0.5, "kept_span": "first"}
    assert config.profile == "public"


def test_several_mistakes_at_once(tmp_path: Path) -> None:
    """Every problem of the file is gathered before it speaks."""
    _, problems = read(tmp_path, WHOLE.replace("reflexive", "magic").replace("[law]", "[song]"))

    assert [rule.split(" ")[0] for _, _, rule, _ in problems] == ["approach", "a"]


def test_an_unknown_key_is_a_warning(tmp_path: Path) -> None:
    """A misspelt key would silently fall back to a default; the message lists the keys there are."""
    _, problems = read(tmp_path, WHOLE.replace("thresholds:", "treshholds:"))

    assert problems == [("warning", 1, "a key of study.yaml is one the program reads", "treshholds")]


@pytest.mark.parametrize(
    ("text", "row", "rule"),
    [
        ("", 1, "study.yaml is a list of keys and values"),
        ("- id: bakery\n", 1, "study.yaml is a list of keys and values"),
        ("id: bakery\ntitle: [\n", 3, "the YAML cannot be read"),
        ("id: bakery\nid: other\n", 2, "the YAML cannot be read (the key 'id' stands twice)"),
    ],
)
def test_a_file_that_is_no_declaration(tmp_path: Path, text: str, row: int, rule: str) -> None:
    """The rest cannot be said then: an empty configuration and one problem."""
    config, problems = read(tmp_path, text)

    assert config == Config()
    assert [(level, line) for level, line, *_ in problems] == [("error", row)]
    assert problems[0][2].startswith(rule)


def test_no_file(tmp_path: Path) -> None:
    """A folder without study.yaml is no study; the next step makes one."""
    config, [problem] = read_config(tmp_path / "study.yaml")

    assert config == Config()
    assert str(problem) == (
        "study.yaml: a study has a file study.yaml (got none). "
        "Go to the folder of a study, or make one with jenjang new."
    )


def test_what_tells_cases_apart(tmp_path: Path) -> None:
    """`case:` names an attribute and its values; a value that the attribute has not is a problem on its row."""
    text = WHOLE + "case: {attribute: mode, direct: [fact], partial: [hearsay]}\n"
    whole = text if "attributes:" in text else text + "attributes: {mode: [fact, norm]}\n"
    config, problems = read(tmp_path, whole)

    assert (config.case.direct, config.case.partial) == (("fact",), ("hearsay",))
    assert ("case names values of an attribute", "hearsay") in [problem[2:] for problem in problems]
