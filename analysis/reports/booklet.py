"""The codebook as a page for coders: what each code means and when it applies, without the rules of suggestions.

Whoever codes blind gets this page and the texts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.codebook import Codebook
from analysis.model import Code, Words
from analysis.relations import RelationType

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "definition": "Definition",
        "statement": "Statement",
        "use_when": "Use when",
        "not_when": "Not when",
        "example": "Example",
        "borderline": "Borderline",
        "types": "Relations",
        "version": "Version",
    },
    "id": {
        "definition": "Definisi",
        "statement": "Pernyataan",
        "use_when": "Gunakan bila",
        "not_when": "Jangan gunakan bila",
        "example": "Contoh",
        "borderline": "Kasus batas",
        "types": "Relasi",
        "version": "Versi",
    },
}
_FIELDS = ("definition", "statement", "use_when", "not_when", "example", "borderline")


def booklet(codebook: Codebook, *, title: Words, languages: Sequence[str], types: Iterable[RelationType] = ()) -> str:
    """The codes in use and the types of relations, as Markdown.

    Parameters
    ----------
    title : of the study, by language
    languages : those to show, in this order; where a wording is missing in one of them, it is left out
    types : the study's words for links between codes

    Returns
    -------
    text, families as headings of the codes below them; statement is what a coding's stance refers to
    """
    head = [f"# {_both(title, languages)}", "", f"{_label('version', languages)} {codebook.version}"]
    lines = [*head, *(line for code in codebook.codes.values() if not code.retired for line in _entry(code, languages))]
    links = list(types)
    if links:
        lines += ["", f"## {_label('types', languages)}", ""]
        lines += [f"- **{link.id}** {_both(link.reads, languages)}" for link in links]
    return "\n".join(lines) + "\n"


def _entry(code: Code, languages: Sequence[str]) -> list[str]:
    level = "##" if code.tier == "family" else "###"
    lines = ["", f"{level} {code.id} {_both(code.name, languages)}".rstrip(), ""]
    for key in _FIELDS:
        words: Words = getattr(code, key)
        texts = [words[language] for language in languages if words.get(language)]
        if texts:
            lines += [f"- {_label(key, languages)}: {' / '.join(texts)}"]
    return lines


def _both(words: Words, languages: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(words[language] for language in languages if words.get(language)))


def _label(key: str, languages: Sequence[str]) -> str:
    return _LABELS.get(languages[0] if languages else "en", _LABELS["en"])[key]
