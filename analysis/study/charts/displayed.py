"""A display as a picture with what goes with it: the table it shows, its caption, and the picture in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.displays.themes import MIXED
from analysis.errors import FigureError, ReleaseError
from analysis.figures.charts import balance as bars
from analysis.figures.charts import clustered as clusters
from analysis.figures.charts import co_occurrence as pairs_of
from analysis.figures.charts import framework as matrix
from analysis.figures.charts import ordered as roles
from analysis.figures.charts import saturation as orders_of
from analysis.figures.charts.sheet import Face
from analysis.model import FIELD_KINDS, Participant, Source, words_in
from analysis.release import Gate
from analysis.study.config import Config
from analysis.study.draw import Drawing, source_counts

DISPLAYS: tuple[str, ...] = (
    "framework",
    "role-ordered",
    "clustered",
    "stance-balance",
    "co-occurrence",
    "saturation",
)
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "facts": "n = {persons} persons; {sources}. Codebook version {codebook}; last coding {last_act}.",
        "nothing": "none yet",
        "mixed": "Sides of a family add up stances towards the statements of its different codes.",
        "focus_group": "focus group",
        "observation": "observation",
        "verification": "verification",
        "several": "{role}, {n} persons",
        "practice": "Only what is told as a fact or judged is counted.",
        "said_norm": "Only what is told as a rule is counted.",
        "wish": "Only what is wished is counted.",
    },
    "id": {
        "facts": "n = {persons} orang; {sources}. Buku kode versi {codebook}; pengodean terakhir {last_act}.",
        "nothing": "belum ada",
        "mixed": "Sikap pada sebuah rumpun menjumlahkan sikap terhadap pernyataan kode yang berbeda-beda.",
        "focus_group": "diskusi kelompok",
        "observation": "pengamatan",
        "verification": "verifikasi",
        "several": "{role}, {n} orang",
        "practice": "Hanya yang diceritakan sebagai fakta atau penilaian yang dihitung.",
        "said_norm": "Hanya yang disebut sebagai aturan yang dihitung.",
        "wish": "Hanya yang disebut sebagai harapan yang dihitung.",
    },
}


@dataclass(frozen=True, slots=True)
class Names:
    """What codes, sources, persons and classes are called on a picture, in one language, and what its caption says."""

    themes: Mapping[str, str]
    cases: Mapping[str, str]
    classes: Mapping[str, str]
    facts: str
    mark: str
    language: str
    title: str = ""
    note: str = ""
    """What a figure file says above and below the picture; nothing where none asks for it."""

    def warned(self, frame: pd.DataFrame) -> str:
        """The layer of the talk that is counted, and the warning that sides of a family carry; else nothing."""
        said = _WORDS.get(self.language, _WORDS["en"])
        notes = (
            said.get(frame.attrs.get("layer", ""), ""),
            said["mixed"] if frame.attrs.get("warning") == MIXED else "",
        )
        return " ".join(note for note in notes if note)

    def face(self, title: str, finding: str, *notes: str) -> Face:
        """Title, what is to be seen, and caption of one picture; the title of a figure file goes first."""
        text = " ".join(note for note in (*notes, self.facts) if note)
        return Face(self.title or title, text, self.mark, self.language, finding, self.note)


def names_of(
    config: Config,
    themes: Mapping[str, Mapping[str, str]],
    sources: Collection[Source],
    heard: Mapping[str, Participant],
    *,
    codebook: int,
    last_act: str,
    mark: str,
    language: str,
) -> Names:
    """The names of everything on a display.

    Parameters
    ----------
    themes : code -> its name by language
    sources : those in which people speak and were heard
    heard : the persons who may be analysed
    """
    said = _WORDS.get(language, _WORDS["en"])
    cases = {person: f"{person} · {config.role_name(entry.role, language)}" for person, entry in heard.items()}
    cases |= {source.id: _source_name(source, config, heard, said, language) for source in sources}
    classes = {role: config.role_name(role, language) for role in config.role_ids}
    classes |= {group: words_in(name, language) or group for group, name in config.groups.items()}
    people = {label for source in sources for label in source.participants if label in heard}
    facts = said["facts"].format(
        persons=len(people),
        sources=source_counts(sources, language),
        codebook=codebook,
        last_act=last_act or said["nothing"],
    )
    named = {code: words_in(name, language) or code for code, name in themes.items()}
    return Names(named, cases, classes, facts, mark, language)


def draw_framework(cells: pd.DataFrame, names: Names, gate: Gate, *, part: str = "source") -> Drawing:
    """The framework matrix. Each row is a source or a person (`part`), so that it leaves in no public profile."""
    _only_internal(gate, "the framework matrix has a row for each source or person")
    language = names.language
    face = names.face(
        matrix.framework_title(language),
        matrix.framework_finding(cells, language),
        matrix.framework_note(cells, language),
    )
    named = {"cases": names.cases, "themes": names.themes}
    figure = matrix.draw_framework(cells, face=face, part=part, **named)
    table = cells.drop(columns=["rationale", "by"])
    return Drawing(figure, table, face.caption, matrix.framework_alternative(cells, face=face, **named))


def draw_role_ordered(
    ordered: pd.DataFrame, contrasts: pd.DataFrame, names: Names, gate: Gate, *, part: str = "role"
) -> Drawing:
    """The role-ordered matrix, of what the gate let through; in public its classes are labels and named already."""
    notes = (
        roles.contrast_note(names.language),
        roles.role_ordered_note(ordered, gate.small, names.language),
        names.warned(ordered),
    )
    finding = roles.role_ordered_finding(ordered, contrasts, names.language)
    face = names.face(roles.role_ordered_title(names.language), finding, *notes)
    named = {"classes": names.classes if gate.internal else {}, "themes": names.themes}
    figure = roles.draw_role_ordered(ordered, contrasts, face=face, part=part if gate.internal else "label", **named)
    table = ordered.merge(contrasts[["contrast", "reversals"]], left_on="theme", right_index=True)
    words = roles.role_ordered_alternative(ordered, contrasts, face=face, **named)
    return Drawing(figure, table.drop(columns=["summary", "raised", "alike"]), face.caption, words)


def draw_clustered(
    frame: pd.DataFrame,
    names: Names,
    gate: Gate,
    *,
    value: str,
    sizes: Mapping[str, int],
    clusters_named: bool,
    part: str = "source",
) -> Drawing:
    """The clustered matrix; in public by classes of persons alone, none of them small.

    `sizes`: persons of each row, where rows are roles or groups; `clusters_named`: the clusters were given by a person,
    so that their names stand as they are.
    """
    if not gate.internal and (not sizes or min(sizes.values()) < gate.small):
        _only_internal(gate, f"the clustered matrix has rows below {gate.small} persons")
    language = names.language
    notes = (clusters.clustered_note(value, language), names.warned(frame))
    finding = clusters.clustered_finding(frame, value, language)
    face = names.face(clusters.clustered_title(value, language), finding, *notes)
    named = {"cases": {**names.classes, **names.cases}, "clusters": {} if clusters_named else names.themes}
    figure = clusters.draw_clustered(frame, value=value, face=face, part=part, **named)
    words = clusters.clustered_alternative(frame, value=value, face=face, **named)
    return Drawing(figure, frame.reset_index(), face.caption, words)


def draw_balance(counts: pd.DataFrame, names: Names, *, unit: str, hidden: bool) -> Drawing:
    """The balance of stances over everybody; `hidden`: the gate keeps the counts of a class back."""
    _no_margins(unit, hidden)
    finding = bars.balance_finding(counts, unit, names.language)
    face = names.face(
        bars.balance_title(unit, names.language), finding, bars.balance_note(names.language), names.warned(counts)
    )
    figure = bars.draw_balance(counts, face=face, themes=names.themes)
    words = bars.balance_alternative(counts, face=face, themes=names.themes)
    return Drawing(figure, counts.reset_index(), face.caption, words)


def draw_co_occurrence(
    pairs: pd.DataFrame, names: Names, gate: Gate, *, unit: str, sources: pd.DataFrame, hidden: bool
) -> Drawing:
    """Which codes go together; in public only pairs that enough sources hold.

    `sources`: the pairs counted over sources, by which small numbers are told; `hidden`: the gate keeps the counts of a
    class back.
    """
    _no_margins(unit, hidden)
    if not gate.internal:
        enough = sources[sources["n12"] >= gate.small][["code_1", "code_2"]]
        pairs = pairs.merge(enough, on=["code_1", "code_2"])
    language = names.language
    face = names.face(
        pairs_of.co_occurrence_title(language),
        pairs_of.co_occurrence_finding(pairs, language),
        pairs_of.co_occurrence_note(pairs, unit, language),
    )
    figure = pairs_of.draw_co_occurrence(pairs, face=face, codes=names.themes)
    words = pairs_of.co_occurrence_alternative(pairs, face=face, codes=names.themes)
    return Drawing(figure, pairs_of.ranked(pairs, len(pairs)), face.caption, words)


def draw_saturation(curve: pd.DataFrame, orders: pd.DataFrame, names: Names) -> Drawing:
    """Saturation over the orders; it names no source."""
    face = names.face(
        orders_of.saturation_title(names.language),
        orders_of.saturation_finding(curve, orders, names.language),
        orders_of.saturation_note(orders, names.language),
    )
    figure = orders_of.draw_saturation(curve, orders, face=face)
    words = orders_of.saturation_alternative(curve, orders, face=face)
    return Drawing(figure, orders, face.caption, words)


def unknown(name: str) -> FigureError:
    """What is said of a display that there is not."""
    return FigureError(f"a display is one of {', '.join(DISPLAYS)} (got {name!r}). Write one of them.")


def _source_name(
    source: Source, config: Config, heard: Mapping[str, Participant], said: Mapping[str, str], language: str
) -> str:
    people = [heard[label] for label in source.participants if label in heard]
    roles_said = ", ".join(dict.fromkeys(config.role_name(person.role, language) for person in people))
    many = said["several"].format(role=roles_said, n=len(people)) if len(people) > 1 else roles_said
    kind = said.get(source.kind, "") if source.kind in FIELD_KINDS else ""
    return " · ".join(part for part in (source.id, kind, many) if part)


def _no_margins(unit: str, hidden: bool) -> None:
    """Raises ReleaseError where sums over people would give back what the role-ordered matrix hides (F44)."""
    if hidden and unit != "segment":
        raise ReleaseError(
            f"a sum over every {unit} gives back what classes below the limit hide, and leaves in no public profile. "
            "Show it by segment: unit='segment'."
        )


def _only_internal(gate: Gate, why: str) -> None:
    if not gate.internal:
        raise ReleaseError(f"{why} and leaves in no public profile. Show the role-ordered matrix instead.")
