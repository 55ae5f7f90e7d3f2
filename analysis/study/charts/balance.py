"""The quote balance of a study or of one figure (F33)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis.balance import EXPLAINED, ONE_VOICE, Balance, quote_balance, quoted
from analysis.figures.charts.quote_balance import draw_quote_balance
from analysis.figures.charts.sheet import joined
from analysis.figures.numbers import decimal, thousands
from analysis.figures.spec import FigureSpec
from analysis.model import words_in
from analysis.release import Gate
from analysis.study.charts.common import face_of, facts, words_of
from analysis.study.draw import Drawing

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn


def quote_balance_chart(study: Drawn, spec: FigureSpec, language: str, profile: str) -> Drawing:
    """Whose words carry the account, or the figure named by `layout: {of: <figure>}`? (F33)"""
    gate, words, of = study.gate(profile), words_of(language), str(spec.layout.get("of") or "")
    quotable = [person for person in study.heard if gate.may_quote(person)]
    quotes = quoted(study.quotable_segments(of), quotable)
    rows = [_voice(study, gate, person, quotes, language, person in quotable) for person in study.heard]
    frame = pd.DataFrame(rows, columns=["mark", "voice", "class", "order", "size", "quotes", "text", "quotable"])
    found = quote_balance(dict(zip(study.heard, frame["quotes"], strict=True)), quotable=quotable)
    if not gate.internal:
        frame = _by_label(frame, gate, language)
    summary = "" if frame["quotes"].isna().any() else _finding(found, language)
    about = words["quotes of"].format(figure=words_in(study.spec(of).title, language)) if of else words["quotes all"]
    measures = [words["measures"]] if summary else []
    text = " ".join([about, *measures, *_warned(found, words), words["illustrate"], facts(study, language)])
    face = face_of(study, spec, language, text, summary)
    picture = draw_quote_balance(frame, face=face)
    counts = frame["text"].where(frame["quotable"].astype(bool), words["withheld"])
    names = frame["voice"] + frame["class"].map(lambda role: f", {role}" if role else "")
    lines = [f"{name}: {count}." for name, count in zip(names, counts, strict=True)]
    table = frame.drop(columns=["order", "size"])
    table["quotes"] = frame["text"].where(frame["quotable"].astype(bool), "")
    return Drawing(picture, table.drop(columns="text"), text, joined(face, lines))


def _finding(found: Balance, language: str) -> str:
    """How the quotes are shared out, in a sentence; nothing where nothing is quoted."""
    if not found.total:
        return ""
    return words_of(language)["balance"].format(
        total=thousands(found.total, language),
        voices=found.voices,
        heard=found.heard,
        most=decimal(f"{found.max_share:.2f}", language),
        hhi=decimal(f"{found.hhi:.3f}", language),
        effective=decimal(f"{found.effective:.1f}", language),
    )


def _warned(found: Balance, words: Mapping[str, str]) -> list[str]:
    """The warnings of the balance, each as a sentence."""
    return [
        words["one voice" if warning.startswith(ONE_VOICE) else "few voices"]
        + (f" ({words['explained']})." if EXPLAINED in warning else ".")
        for warning in found.warnings
    ]


def _voice(
    study: Drawn, gate: Gate, person: str, quotes: pd.DataFrame, language: str, may: bool
) -> tuple[str, str, str, int, int, int, str, bool]:
    role = study.loaded.participants[person].role
    count = int((quotes["person"] == person).sum())
    order = study.config.role_ids.index(role) if role in study.config.role_ids else len(study.config.role_ids)
    if gate.internal:
        return f"person:{person}", person, study.config.role_name(role, language), order, 1, count, str(count), may
    return "", gate.label(person, language), "", order, 1, count, "", may


def _by_label(frame: pd.DataFrame, gate: Gate, language: str) -> pd.DataFrame:
    """The voices as they may be called in public, together; numbers of classes that are too small stay out (F44).

    Where one class alone is hidden, all are: a total would give it back.
    """
    grouped = frame.groupby("voice", sort=False).agg(
        {"mark": "first", "class": "first", "order": "min", "size": "sum", "quotes": "sum", "quotable": "any"}
    )
    small = grouped["size"] < gate.small
    hide = small | bool(small.sum() == 1)
    texts = [gate.count(int(q), int(n), language) for q, n in zip(grouped["quotes"], grouped["size"], strict=True)]
    few = [gate.count(int(q), 0, language) for q in grouped["quotes"]]
    text = [b if h else a for a, b, h in zip(texts, few, hide, strict=True)]
    grouped = grouped.assign(text=text, quotes=grouped["quotes"].astype(float).mask(hide))
    grouped["mark"] = [f"label:{voice}" for voice in grouped.index]
    return grouped.reset_index()[list(frame.columns)]


def nobody_to_quote(study: Drawn, spec: FigureSpec, profile: str) -> str:
    """Why quotes cannot be weighed: nobody may be quoted."""
    return "" if any(study.gate(profile).may_quote(person) for person in study.heard) else "nobody may be quoted"
