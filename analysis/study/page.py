"""How are the figures of a study put on one page that can be asked? Marks, and what stands behind each, by number.

Diagrams stand there as pictures, charts as tables whose cells can be asked (`analysis.study.page_charts`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.claims.chain import RENDERED, VIEW
from analysis.claims.records import FINAL
from analysis.figures.behind import rows_behind
from analysis.figures.material import NOTHING, marks_of
from analysis.figures.spec import Edge, FigureSpec
from analysis.figures.svg import font_rule
from analysis.figures.wording import word
from analysis.release import Gate, gaps
from analysis.reports.page import Figure, Page, evidence_page
from analysis.study.handle import Study
from analysis.study.outgoing import require_released
from analysis.study.page_cells import Cells
from analysis.study.page_charts import chart_grid, matrix_grid
from analysis.study.page_data import Pool, Row
from analysis.study.page_grid import Asked
from analysis.study.page_names import codes_of, sources_of, words

_COUNTS = ("persons", "sources", "class_size", "groups", "witnesses", "opposers", "hypothetical", "documents")
_NAMED = ("mark", "label", "type", "status", "kept", "theory", "provisions", "supported_by", "opposed_by")
"""Columns that are told otherwise, or name sources."""
_LISTS = ("linchpins",)
"""Columns that list sources; in public only how many there are is told (F44)."""


@dataclass(frozen=True)
class Drawn:
    """A figure as it was published in one language: its SVG (empty for a table), table and caption."""

    svg: str
    table: pd.DataFrame
    caption: str


def page_text(study: Study, drawn: Mapping[str, Mapping[str, Drawn]], profile: str) -> str:
    """The page as HTML text.

    Raises
    ------
    ReleaseError
        It would show more than the profile may, whoever let it through (L20).
    """
    pool = Pool(study, profile)
    page = page_of(study, drawn, pool)
    matrices = {
        f.name: next(iter(drawn[f.name].values())).table.set_index("mark") for f in page.figures if f.kind == "matrix"
    }
    quoted = pd.DataFrame(pool.said, columns=["person", "source", "start", "end"])
    require_released(study, profile, matrices, quoted)
    return evidence_page(page, rule=font_rule)


def page_of(study: Study, drawn: Mapping[str, Mapping[str, Drawn]], pool: Pool) -> Page:
    """Everything that the page shows, as far as the pool's profile lets it through.

    Parameters
    ----------
    drawn : figure -> language -> what was published of it
    """
    gate, config, profile = pool.gate, study.config, pool.profile
    numbers = pool.coded  # quotations first: the passages of people come before those of documents
    cells = Cells(study, pool)
    figures = [_figure(study, cells, study.spec(name), by_language) for name, by_language in drawn.items()]
    used = {code for q in pool.quotes for code in _codes(q)} | {str(n["code"]) for n in pool.norms}
    used |= {row["code"] for f in figures for row in f.rows if "code" in row}
    used |= {study.codebook.code(code).parent for code in used if code in study.codebook}
    types = study.loaded.types
    return Page(
        title=words(study, config.title),
        about=words(study, config.about),
        constructed={x: study.constructed_mark(x) for x in config.languages},
        languages=tuple(config.languages),
        profile=profile,
        held_back=() if gate.internal else _held_back(gate),
        facts={"last": study.last_act, "codebook": str(study.codebook.version), "codings": str(len(numbers))}
        if gate.internal
        else {"last": study.last_act, "codebook": str(study.codebook.version)},
        figures=tuple(figures),
        quotes=pool.quotes,
        passages=pool.passages,
        norms=pool.norms,
        shelves=pool.shelves,
        sources=sources_of(study, pool),
        codes=codes_of(study, used),
        types={k: {"name": words(study, v.name), "reads": words(study, v.reads)} for k, v in types.items()},
        roles={r.id: words(study, r.name) for r in config.roles} if gate.internal else {},
        groups={key: words(study, name) for key, name in config.groups.items()} if gate.internal else {},
        questions={key: words(study, q.text) for key, q in study.loaded.guide.items()} if gate.internal else {},
        used_in=_used_in(study) if gate.internal else {},
    )


def _used_in(study: Study) -> Row:
    """Quotation, or figure and mark -> the claims that rest on it, or against which it stands.

    Not in public: the text of a claim may count a small class.
    """
    told = {x: study.claims(language=x) for x in study.config.languages}
    found: Row = {}
    for key, entry in study.weighed.items():
        if entry.chain.rendering not in (RENDERED, VIEW) or entry.claim.status != FINAL:
            continue
        text = {x: _claim_words(frame.loc[[key]].iloc[0], x) for x, frame in told.items()}
        claim: Row = {"kind": "claim", "id": key, "text": text}
        for side, said in ((entry.evidence.rows, claim), (entry.counter.rows, claim | {"against": True})):
            for ref in dict.fromkeys(side.loc[side["basis"] != "document", "ref"]):
                found.setdefault(str(ref).split("/", 1)[1], []).append(said)
        for place in entry.claim.figures:
            found.setdefault(place, []).append(claim)
    return found


def _claim_words(row: pd.Series, language: str) -> str:
    """A claim with how strong its evidence was judged to be."""
    strength = row["strength_decided"] or row["strength_proposed"]
    return f"{row['text']} ({word(strength, language)})" if strength else str(row["text"])


def _figure(study: Study, cells: Cells, spec: FigureSpec, drawn: Mapping[str, Drawn]) -> Figure:
    made = Figure(
        name=spec.name,
        number=spec.number,
        kind=spec.kind,
        title=words(study, spec.title),
        question=words(study, study.config.questions.get(spec.research_question, {})),
        note=words(study, spec.note),
        caption={x: d.caption for x, d in drawn.items()},
        marks=(),
    )
    if spec.kind == "diagram":
        svg = {x: d.svg for x, d in drawn.items()}
        return replace(made, svg=svg, marks=tuple(_marks(study, cells.pool, spec, drawn)))
    asked = Asked(study, cells, spec, {x: d.table for x, d in drawn.items()})
    grid = matrix_grid(asked) if spec.kind == "matrix" else chart_grid(asked)
    of = str(spec.layout.get("of") or "") if spec.chart == "stability" else ""
    return replace(made, of=of, columns=tuple(grid.columns), rows=tuple(grid.rows), marks=tuple(grid.marks))


def _marks(study: Study, pool: Pool, spec: FigureSpec, drawn: Mapping[str, Drawn]) -> list[Row]:
    first = next(iter(drawn.values())).table
    labels = {x: dict(zip(d.table["mark"], d.table["label"], strict=True)) for x, d in drawn.items()}
    told = {x: {str(row["mark"]): row for row in d.table.to_dict("records")} for x, d in drawn.items()}
    by_id = {m.mark: m for m in marks_of(spec)}
    found = []
    for row in first.to_dict("records"):
        mark = by_id[str(row["mark"])]
        entry: Row = {"id": mark.mark, "label": {x: names[mark.mark] for x, names in labels.items()}}
        if isinstance(mark, Edge):
            entry |= {"ends": [f"node:{mark.source}", f"node:{mark.target}"], "type": mark.type}
        kept = {} if row["kept"] is None else {"kept": bool(row["kept"])}
        entry |= {"status": str(row["status"]), **kept, "theory": str(row["theory"] or "")}
        entry |= {"n": _numbers({x: rows[mark.mark] for x, rows in told.items()}), "more": _more(row, pool.gate)}
        entry["gone"] = row["status"] == NOTHING
        found.append(_full(entry | _behind(spec, mark.mark, study, pool)))
    return found


def _behind(spec: FigureSpec, mark: str, study: Study, pool: Pool) -> Row:
    said, written = rows_behind(spec, mark, study.material)
    ids = [str(x) for x in said["id"]] if len(said) else []
    shown = [pool.coded[x] for x in ids if x in pool.coded]
    norms = [pool.norm({str(k): v for k, v in row.items()}) for row in written.to_dict("records")]
    return {"q": sorted(shown) if not pool.gate.internal else shown, "d": norms, "held": len(shown) < len(ids)}


def _numbers(told: Mapping[str, Mapping[Any, Any]]) -> Row:
    """The counts of a mark as they may be printed: numbers, or words by language where a number is kept back."""
    first, found = next(iter(told.values())), {}
    for key in _COUNTS:
        value = _plain(first.get(key))
        if value is not None:
            found[key] = {x: str(row[key]) for x, row in told.items()} if isinstance(value, str) else value
    return found


def _more(row: Mapping[Any, Any], gate: Gate) -> Row:
    """What further columns say of the mark: stability, strength and the like, whoever computed them."""
    found: Row = {}
    for key, value in row.items():
        given = _plain(value)
        if key in _COUNTS or key in _NAMED or given is None or given == "":
            continue
        if key in _LISTS:
            names = [part for part in re.split(r"[;,]\s*", str(given)) if part]
            found[str(key)] = names if gate.internal else _how_many(str(given))
        elif gate.internal or not isinstance(given, str):
            found[str(key)] = given
    return found


def _how_many(words: str) -> int:
    """The number in words such as `6 sources`; one where there is no figure."""
    number = re.match(r"\d+", words)
    return int(number[0]) if number else 1


def _plain(value: Any) -> Any:
    """A cell as JSON has it; missing is None."""
    if value is None or (not isinstance(value, str | list) and pd.isna(value)):
        return None
    if isinstance(value, bool | str):
        return value
    number = float(value)
    return int(number) if number.is_integer() else round(number, 4)


def _codes(quote: Row) -> list[str]:
    return [quote["rel"][0], quote["rel"][2]] if "rel" in quote else [quote["code"]]


def _full(entry: Row) -> Row:
    return {k: v for k, v in entry.items() if v or v == 0 and not isinstance(v, bool)}


def _held_back(gate: Gate) -> tuple[dict[str, str], ...]:
    """What the profile keeps out, without ids and dates, for readers outside."""
    lines = sorted({re.sub(r"withdrawn [^,]*,", "withdrawn,", line.split(": ", 1)[1]) for line in gaps(gate)})
    return tuple(
        {"en": f"Of some persons: {line}", "id": f"Dari sebagian orang: {_ID.get(line, line)}"} for line in lines
    )


_ID: Mapping[str, str] = {
    "no consent on record, nothing is analysed or quoted": "persetujuan tidak tercatat, tidak dianalisis dan dikutip",
    "consent withdrawn, nothing new is used": "persetujuan ditarik, tidak ada lagi yang digunakan",
    "verbatim quotation withdrawn, words are not quoted": "izin kutipan langsung ditarik, perkataannya tidak dikutip",
    "analysis is not allowed, nothing is analysed or quoted": "analisis tidak diizinkan, tidak dianalisis dan dikutip",
    "words in a language that few under the label speak are not quoted": "perkataan dalam bahasa yang dipakai sedikit "
    "orang dengan sebutan itu tidak dikutip",
    "words are not quoted in the public profile": "perkataannya tidak dikutip dalam profil publik",
}
