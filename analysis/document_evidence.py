"""What do documents say under each code? Provisions of the register and passages of literature, as rows like codings.

A provision is evidence of a norm, not of practice: its rows have the mode `norm` and no stance. How what people report
stands to it (fulfilled, not fulfilled, silent, differs by group) is judged in the codebook's links, code by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Problem
from analysis.model import STANCES, Code, Coding, DocumentLink, Source, words_in
from analysis.sources.people import read_rows
from analysis.sources.register import CONTEXT, Frame, Provision, resolve

COLUMNS: tuple[str, ...] = (
    "ref",
    "source",
    "kind",
    "article",
    "start",
    "end",
    "quote",
    "code",
    "mode",
    "norm",
    "stance",
    "facet",
    "confidence",
    "scope",
    "person_group",
    "in_frame",
)


NORM = "norm"
"""The mode of what a provision says: what ought to be, not what is."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of literature and the codes it bears on."""

    source: str
    passage: str
    themes: tuple[str, ...]
    stance: str = ""
    line: int = 0


def read_literature(path: Path, name: str, documents: Mapping[str, Source]) -> tuple[list[Citation], list[Problem]]:
    """The passages of literature with their codes (documents/literature.csv), and what is wrong with the table.

    None without the table. A row whose passage is not in documents/ gives no citation.
    """
    if not path.is_file():
        return [], []
    rows, problems = read_rows(path, name, ("source", "passage", "themes"))
    citations = []
    for row in rows:
        document = documents.get(row["source"])
        if document is None or row["passage"] not in {p.label for p in document.passages}:
            came = f"{row['source']}:{row['passage']}"
            step = "Add the source and passage in documents/, or mend the row."
            problems.append(Problem(name, row.line, "a citation is a passage of a source", came, step))
            continue
        themes = tuple(theme.strip() for theme in row["themes"].split(";") if theme.strip())
        stance = row.get("stance") or ""
        if stance and stance not in STANCES:
            rule = f"a stance is one of {', '.join(STANCES)}"
            problems.append(Problem(name, row.line, rule, stance, "Write one of them, or leave it empty."))
        citations.append(Citation(row["source"], row["passage"], themes, stance, row.line))
    return citations, problems


def check_themes(
    provisions: Iterable[Provision], citations: Iterable[Citation], codebook: Codebook, names: tuple[str, str]
) -> list[Problem]:
    """Are all themes codes of the codebook, and does each of its links reach a provision that carries the theme?

    `names` are the files of provisions and citations. Where the study has no register, links are not looked up.
    """
    provisions = list(provisions)
    found = [
        Problem(names[0], p.line, "a theme is a code", theme, codebook.did_you_mean(theme))
        for p in provisions
        for theme in p.themes
        if theme != CONTEXT and theme not in codebook
    ]
    found += [
        Problem(names[1], c.line, "a theme is a code", theme, codebook.did_you_mean(theme))
        for c in citations
        for theme in c.themes
        if theme not in codebook
    ]
    for code in codebook.codes.values() if provisions else ():
        for link in code.documents:
            found += _check_link(code, link, provisions, codebook, names[0])
    return found


def _check_link(
    code: Code, link: DocumentLink, provisions: Sequence[Provision], codebook: Codebook, name: str
) -> Iterable[Problem]:
    """A link judges rows of the register; one that reaches none would be lost without a word."""
    reached = resolve(link.ref, provisions)
    if not reached:
        step = f"Add the provision to {name} or mend the reference."
        rule = f"{code.id}: a linked document is a provision of the register"
        yield Problem("codebook/codebook.yaml", code.line, rule, link.ref, step)
    elif codebook.resolve(code.id) not in {codebook.resolve(theme) for p in reached for theme in p.themes}:
        step = f"Add {code.id} to the row's themes in {name}, or delete the link; until then it counts nowhere."
        rule = f"{code.id}: a linked provision names the code among its themes"
        yield Problem("codebook/codebook.yaml", code.line, rule, link.ref, step, "warning")


def document_codings(
    provisions: Sequence[Provision],
    citations: Sequence[Citation],
    *,
    codebook: Codebook,
    documents: Mapping[str, Source],
    frame: Frame,
    codings: Sequence[Coding] = (),
) -> pd.DataFrame:
    """Which provision or passage bears on which code, and how?

    Parameters
    ----------
    codings : what coders marked in documents, in force, beside what the register and the citations say; it carries the
        register's marks of its provision. Relations and codings of other sources are left out.

    Returns
    -------
    frame, one row per provision (or passage) and code, in the order of the tables, codes of one reference sorted: ref,
    source, kind, article, start, end, the words (a paraphrase where the source says so), code (merged codes count as
    what they were merged into), mode (`norm` for a provision), norm (how what the code's statement reports stands to
    the provision, where the codebook judges it), stance (of literature, and where a coder gave one; the register has
    none), facet, confidence, scope, person_group, and in_frame: whether it holds in the legal frame (literature always
    does). Rows marked context bear on no code and are left out.
    """
    links, register = _links(codebook, provisions), {provision.ref: provision for provision in provisions}
    rows: list[dict[str, object]] = []

    def add(place: Mapping[str, object], code: str, stance: str = "", facet: str = "", norm: str = "") -> None:
        provision = register.get(str(place["ref"]))
        rows.append(
            {
                **place,
                "code": codebook.resolve(code),
                "mode": NORM if provision or place["kind"] == "law" else "",
                "norm": norm,
                "stance": stance,
                "facet": facet,
                "confidence": provision.confidence if provision else "",
                "scope": provision.scope if provision else "",
                "person_group": provision.person_group if provision else "",
                "in_frame": frame.holds(provision) if provision else True,
            }
        )

    for provision in provisions:
        for theme in provision.themes:
            if theme != CONTEXT and theme in codebook:
                link = links.get((provision.ref, codebook.resolve(theme)), DocumentLink(""))
                place = _place(documents, provision.instrument, provision.article)
                add(place, theme, facet=link.facet, norm=link.norm)
    for citation in citations:
        for theme in citation.themes:
            if theme in codebook:
                add(_place(documents, citation.source, citation.passage), theme, citation.stance)
    for coding in codings:
        if coding.relation is None and coding.source in documents:
            passage = documents[coding.source].passage_at(coding.start, coding.end)
            place = _place(documents, coding.source, passage.label if passage else "")
            words = {"start": coding.start, "end": coding.end, "quote": coding.quote}
            add({**place, **words}, coding.code, coding.stance, coding.facet)
    table = pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates().astype({"in_frame": bool})
    order = {ref: i for i, ref in enumerate(dict.fromkeys(table["ref"]))}
    return table.sort_values(["ref", "code"], key=lambda c: c.map(order) if c.name == "ref" else c, ignore_index=True)


def _links(codebook: Codebook, provisions: Sequence[Provision]) -> dict[tuple[str, str], DocumentLink]:
    """(provision, code) -> the codebook's link; where several reach one provision, the first that judges a norm."""
    found: dict[tuple[str, str], DocumentLink] = {}
    for code in codebook.codes.values():
        for link in code.documents:
            for provision in resolve(link.ref, provisions):
                key = (provision.ref, codebook.resolve(code.id))
                if key not in found or not found[key].norm:
                    found[key] = link
    return found


def _place(documents: Mapping[str, Source], name: str, label: str) -> dict[str, object]:
    """Where a provision or passage stands, and its words; empty where the document is not there."""
    document = documents.get(name)
    passage = next((p for p in document.passages if p.label == label), None) if document else None
    return {
        "ref": f"{name}:{label}",
        "source": name,
        "kind": document.kind if document else "",
        "article": label,
        "start": passage.start if passage else 0,
        "end": passage.end if passage else 0,
        "quote": passage.text if passage else "",
    }


def documents_frame(documents: Iterable[Source], language: str = "en") -> pd.DataFrame:
    """One row per document, indexed by id: kind, title, date, passages, notice (what its words are)."""
    rows = [
        {
            "document": d.id,
            "kind": d.kind,
            "title": words_in(d.title, language),
            "date": d.date,
            "passages": len(d.passages),
            "notice": _notice(d.meta.get("notice"), language),
        }
        for d in documents
    ]
    return pd.DataFrame(rows, columns=["document", "kind", "title", "date", "passages", "notice"]).set_index("document")


def _notice(notice: object, language: str) -> str:
    """What the words of a document are, given by language or as one text."""
    return words_in(notice, language) if isinstance(notice, Mapping) else str(notice or "")
