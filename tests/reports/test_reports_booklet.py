"""The codebook as coders get it."""

from __future__ import annotations

from analysis.codebook import Codebook
from analysis.model import Code
from analysis.relations import RelationType
from analysis.reports.booklet import booklet

CODES = {
    "LAD": Code("LAD", tier="family", name={"en": "Ladder", "id": "Tangga"}),
    "LAD.UP": Code(
        "LAD.UP",
        parent="LAD",
        name={"en": "Going up", "id": "Naik"},
        definition={"en": "A step up.", "id": "Satu langkah naik."},
        statement={"en": "People go up."},
        not_when={"en": "They go down."},
    ),
    "LAD.OLD": Code("LAD.OLD", parent="LAD", name={"en": "Old"}, retired=2),
}
BOOK = Codebook(codes=CODES, version=3)


def test_each_code_in_use_stands_with_its_words() -> None:
    """Families are headings, a retired code is left out, a field without words too."""
    text = booklet(BOOK, title={"en": "Ladders"}, languages=["en"])

    assert text.splitlines() == [
        *("# Ladders", "", "Version 3", "", "## LAD Ladder", "", "", "### LAD.UP Going up", ""),
        *("- Definition: A step up.", "- Statement: People go up.", "- Not when: They go down."),
    ]


def test_two_languages_stand_side_by_side() -> None:
    """In the order asked for, with the labels of the first; what is missing in one is shown in the other."""
    text = booklet(BOOK, title={"en": "Ladders", "id": "Tangga"}, languages=["id", "en"])

    assert "### LAD.UP Naik / Going up" in text
    assert "- Definisi: Satu langkah naik. / A step up." in text
    assert "- Pernyataan: People go up." in text


def test_relations_follow() -> None:
    """Each type with the sentence that it makes."""
    link = RelationType("opens", "enables", {"en": "opens"}, {"en": "{from} opens {to}"})
    text = booklet(BOOK, title={"en": "Ladders"}, languages=["en"], types=[link])

    assert text.endswith("## Relations\n\n- **opens** {from} opens {to}\n")
