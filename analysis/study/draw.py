"""One figure with everything that goes with it: the picture, its table, its caption and its alternative text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from analysis.codebook import Codebook
from analysis.errors import ReleaseError
from analysis.figures.caption import alternative_text, caption
from analysis.figures.diagram import draw_diagram
from analysis.figures.evidence import drawn
from analysis.figures.heatmap import draw_heatmap
from analysis.figures.material import Material
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS, Source, walk_up, words_in
from analysis.release import Gate
from analysis.study.config import Config
from analysis.study.public_marks import released
from analysis.study.voices import Classes
from analysis.suppression import BOTH

AGAINST = ("hinders", "contradicts")
"""General types of relation (F29) that work against what they point at."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "interview": "{n} interview|{n} interviews",
        "focus_group": "{n} focus group|{n} focus groups",
        "verification": "{n} verification|{n} verifications",
        "observation": "{n} observation|{n} observations",
        "theme": "Theme",
        "role": "Role",
        "group": "Group",
        "source": "Source",
        "persons_label": "persons",
        "segments_label": "segments",
        "finding": "{some} of {cells} cells hold {what}; {all} of {themes} themes have them in every {by}",
        "persons": "Persons who speak of each theme, by {by}; n is the number of persons heard.",
        "segments": "Segments under each theme, by {by}; n is the number of persons heard. Segments count talk, not "
        "people: a long interview has more of them.",
        "facts": "Sources: {sources}. Last coding {last_act}; codebook version {codebook}.",
        "nothing": "none yet",
        "held": "Where a number would tell how many of a small class speak, some or + stands for it.",
    },
    "id": {
        "interview": "{n} wawancara",
        "focus_group": "{n} diskusi kelompok terarah",
        "verification": "{n} verifikasi",
        "observation": "{n} pengamatan",
        "theme": "Tema",
        "role": "Peran",
        "group": "Kelompok",
        "source": "Sumber",
        "persons_label": "orang",
        "segments_label": "segmen",
        "finding": "{some} dari {cells} sel memuat {what}; {all} dari {themes} tema memilikinya di setiap {by}",
        "persons": "Jumlah orang yang membicarakan tiap tema menurut {by}; n adalah jumlah orang yang didengar.",
        "segments": "Jumlah segmen pada tiap tema menurut {by}; n adalah jumlah orang yang didengar. Segmen menghitung "
        "pembicaraan, bukan orang: wawancara yang panjang memuat lebih banyak segmen.",
        "facts": "Sumber: {sources}. Pengodean terakhir {last_act}; buku kode versi {codebook}.",
        "nothing": "belum ada",
        "held": "Angka yang mengungkap berapa orang dari kelompok kecil yang berbicara diganti dengan ada atau +.",
    },
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as it is published: the picture, the table it shows, the caption, and the picture in words."""

    figure: Figure
    table: pd.DataFrame
    caption: str
    alternative: str


def draw(
    spec: FigureSpec,
    *,
    material: Material,
    marks: Callable[[], pd.DataFrame],
    config: Config,
    matrix: Callable[..., pd.DataFrame],
    class_sizes: Callable[[str], Mapping[str, int]],
    classes: Callable[[], Classes],
    voices: Callable[[], pd.DataFrame],
    gate: Gate,
    sources: Mapping[str, Source],
    last_act: str,
    mark: str,
    language: str,
    width: str = "page",
    finding: str = "",
) -> Drawing:
    """Draw one figure file from the data, in one language, through the release gate."""
    facts = {
        "sources": source_counts(sources.values(), language),
        "last_act": last_act or _words(language)["nothing"],
        "codebook": str(material.codebook.version),
        "frame": config.frame.name or "-",
    }
    if spec.kind == "matrix":
        return _matrix(spec, config, material, matrix, class_sizes, gate, facts, mark, language)
    computed = marks()
    shown = released(computed, voices, material, classes(), gate, language)
    text = caption(spec, computed.assign(kept=shown["kept"]), language=language, facts=facts)
    if (shown["told"] != BOTH).any():
        text = f"{text} {_words(language)['held']}"
    left = drawn(spec, computed)
    visible = shown[shown["mark"].isin(left.marks)]
    against = [name for name, kind in material.types.items() if kind.f29 in AGAINST] if material.types else AGAINST
    told = {"caption": text, "constructed_mark": mark, "finding": finding}
    picture = draw_diagram(left, visible, language=language, width=width, hindering=against, **told)
    words = alternative_text(spec, computed, language=language)
    lines = [mark, finding, words, words_in(spec.note, language), text]
    alternative = "\n".join(line for line in lines if line)
    return Drawing(picture, _table(shown, gate), text, alternative)


def facts_line(sources: Iterable[Source], last_act: str, version: int, language: str) -> str:
    """On what a figure rests, in a sentence: sources, last coding, codebook version."""
    words = _words(language)
    return words["facts"].format(
        sources=source_counts(sources, language), last_act=last_act or words["nothing"], codebook=version
    )


def source_counts(sources: Iterable[Source], language: str) -> str:
    """How many sources of each kind, in words."""
    kinds = [s.kind for s in sources if s.kind in FIELD_KINDS]
    words = _words(language)
    counts = {kind: kinds.count(kind) for kind in FIELD_KINDS if kind in kinds}
    parts = [words[kind].split("|")[-1 if n > 1 else 0].format(n=n) for kind, n in counts.items()]
    return ", ".join(parts) or words["nothing"]


def _table(shown: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """The table beside the picture. In public, no source is named: who could be told apart stays out."""
    table = shown.drop(columns=["persons_text", "told"])
    return table if gate.internal else table.drop(columns=["supported_by", "opposed_by", "class_size"])


def _matrix(
    spec: FigureSpec,
    config: Config,
    material: Material,
    matrix: Callable[..., pd.DataFrame],
    class_sizes: Callable[[str], Mapping[str, int]],
    gate: Gate,
    facts: Mapping[str, str],
    mark: str,
    language: str,
) -> Drawing:
    by, value = str(spec.layout.get("by") or "role"), str(spec.layout.get("value") or "persons")
    if names_persons(spec) and not gate.internal:
        raise ReleaseError(
            f"figures/{spec.name}.yaml: a table by source names each interview and leaves in no public profile "
            f"(got by: {by}). Make it by role or group."
        )
    counts = matrix(by=by, tiers=tuple(spec.layout.get("tiers") or ("core", "extended")), value=value)
    sizes = class_sizes(by)
    cells = pd.DataFrame(
        {case: [gate.count(int(n), sizes.get(case, 0), language) for n in counts[case]] for case in counts.columns},
        index=counts.index,
    )
    table = counts.astype(object) if gate.internal else cells
    colours = counts if gate.internal else counts.clip(upper=1)
    rows = _theme_names(material.codebook, list(counts.index), language)
    names = {case: _case_name(config, by, case, language) for case in counts.columns}
    heads = [(name, _size(sizes.get(case, 0), gate)) for case, name in names.items()]
    index, columns = (
        pd.MultiIndex.from_tuples(rows, names=["family", "theme"]),
        pd.MultiIndex.from_tuples(heads, names=[by, "n"]),
    )
    title, finding = words_in(spec.title, language), _matrix_finding(counts, by, value, language)
    text = _matrix_caption(spec, by, value, facts, language)
    words = _words(language)
    picture = draw_heatmap(
        colours.set_axis(index).set_axis(columns, axis=1),
        title=title,
        subtitle=finding,
        marks=pd.DataFrame([[f"code:{code}|{by}:{case}" for case in counts.columns] for code in counts.index]),
        row_label=words["theme"],
        column_label=words.get(by, by),
        cells=cells.set_axis(index).set_axis(columns, axis=1),
        caption=text,
        constructed_mark=mark,
        language=language,
        value_label=words[f"{value}_label"],
    )
    lines = [
        f"{theme}: " + ", ".join(f"{name} {cells.loc[code, case]}" for case, name in names.items())
        for code, (_, theme) in zip(counts.index, rows, strict=True)
    ]
    out = table.reset_index(names="mark").assign(mark=lambda t: "node:" + t["mark"])
    return Drawing(picture, out, text, "\n".join([*([mark] if mark else []), f"{title}.", f"{finding}.", *lines, text]))


def _theme_names(book: Codebook, codes: Sequence[str], language: str) -> list[tuple[str, str]]:
    """What the family of each code is called, and the code."""
    tops = [list(walk_up(book.parents, code))[-1] for code in codes]
    return [
        (words_in(book.code(top).name, language), words_in(book.code(code).name, language))
        for top, code in zip(tops, codes, strict=True)
    ]


def _matrix_finding(counts: pd.DataFrame, by: str, value: str, language: str) -> str:
    """How many cells hold anything, and how many themes do in every column."""
    words = _words(language)
    return words["finding"].format(
        some=int((counts > 0).to_numpy().sum()),
        cells=counts.size,
        what=words[f"{value}_label"],
        by=words[by].lower(),
        all=int((counts > 0).all(axis=1).sum()),
        themes=len(counts),
    )


def _matrix_caption(spec: FigureSpec, by: str, value: str, facts: Mapping[str, str], language: str) -> str:
    """The note of the figure file, what is counted, and on what it rests."""
    words, note = _words(language), words_in(spec.note, language)
    text = f"{words[value].format(by=words[by].lower())} {words['facts'].format(**facts)}"
    return f"{note} {text}" if note else text


def names_persons(spec: FigureSpec) -> bool:
    """Whether the figure is a table whose columns are single interviews."""
    return spec.kind == "matrix" and spec.layout.get("by") == "source"


def _size(persons: int, gate: Gate) -> str:
    """How many persons a class has, as a heading may say it."""
    return str(persons) if gate.internal or persons >= gate.small else f"<{gate.small}"


def _case_name(config: Config, by: str, case: str, language: str) -> str:
    if by == "role":
        return config.role_name(case, language)
    return words_in(config.groups.get(case, {}), language) or case


def _words(language: str) -> Mapping[str, str]:
    return _WORDS[language if language in _WORDS else "en"]
