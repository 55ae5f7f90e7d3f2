"""The reader's words for what triangulation finds."""

from analysis.sources.register import CONFIDENCE
from analysis.triangulation import judged
from analysis.triangulation.layers import LAYERS, POSITIONS
from analysis.triangulation.profiles import SILENCES
from analysis.triangulation.wording import WORDS, say


def test_every_word_is_said_in_both_languages() -> None:
    """What a frame may hold can be read in English and in Indonesian."""
    chosen = (judged.OUTCOMES, judged.ENDS, judged.MARKS, judged.STEPS, judged.CELLS, judged.TYPES, judged.VERDICTS)
    used = {word for words in (*chosen, judged.RESPONSES, LAYERS, POSITIONS, SILENCES, CONFIDENCE) for word in words}

    assert used <= set(WORDS)
    assert {frozenset(words) for words in WORDS.values()} == {frozenset({"en", "id"})}


def test_a_word_as_it_is_said() -> None:
    """A word of the program becomes the reader's; one that has none stays."""
    assert (say("not_asked"), say("not_asked", "id"), say("odd")) == ("not asked", "tidak ditanya", "odd")
