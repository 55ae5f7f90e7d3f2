"""What the charts of displays show of their frames: words, marks and looks."""

import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.displays.framework import CELL_COLUMNS
from analysis.displays.ordered import CONTRAST_COLUMNS, ORDERED_COLUMNS
from analysis.displays.saturation import incidence, saturation_curve, saturation_orders
from analysis.errors import FigureError
from analysis.figures.charts import balance, clustered, co_occurrence, framework, ordered, saturation
from analysis.figures.charts.looks import SIDES
from analysis.figures.charts.sheet import Face
from analysis.figures.pieces import Mark

FACE = Face("What is shown", "n = 2 persons.", "Constructed.")
BALANCE = pd.DataFrame(
    [("A", 1, 3, 0, 2, -0.5), ("B", 4, 0, 1, 0, 1.0), ("C", 0, 0, 2, 0, None), ("D", 0, 0, 0, 0, None)],
    columns=["theme", "supports", "opposes", "qualifies", "neutral", "balance"],
    dtype=object,
).set_index("theme")
PAIRS = pd.DataFrame(
    [
        ("A", "B", 20, 3, 3, 0.15, 0.15, 1.0, True),
        ("A", "C", 20, 10, 10, 0.5, 0.5, 1.0, False),
        ("B", "C", 3, 10, 1, 1 / 12, 1 / 3, 0.1, False),
    ],
    columns=["code_1", "code_2", "n1", "n2", "n12", "c", "share_1", "share_2", "uneven"],
)


def cells(*rows: tuple[str, str, int, str, str, str]) -> pd.DataFrame:
    """Cells from case, theme, segments, proposed, decided, status."""
    frame = pd.DataFrame(rows, columns=["case", "theme", "segments", "proposed", "decided", "status"])
    return frame.reindex(columns=list(CELL_COLUMNS)).assign(uncited=False)


CELLS = cells(
    ("S1", "A", 7, "charted", "", "charted"),
    ("S1", "B", 0, "asked_but_silent", "", "asked_but_silent"),
    ("S2", "A", 0, "not_asked", "asked_but_silent", "asked_but_silent"),
    ("S2", "B", 3, "not_yet_charted", "", "not_yet_charted"),
)
NAMES = {"cases": {"S1": "First"}, "themes": {"A": "Theme A"}}
ORDERED = pd.DataFrame(
    [
        ("A", "one", 1, 1, None, 0, 1, 0, 0, -1, "said", True, False),
        ("A", "some", "<5", None, None, None, None, None, None, None, "", True, False),
        ("A", "many", 6, 3, 0.5, 2, 1, 0, 0, 1, "", True, False),
    ],
    columns=[*ORDERED_COLUMNS, "raised", "alike"],
    dtype=object,
).assign(asked=None)
CONTRASTS = pd.DataFrame(
    [("A", None, 0.5, "many", "some", "many / one")], columns=list(CONTRAST_COLUMNS), dtype=object
).set_index("theme")


def words(figure: Figure) -> list[str]:
    """Everything that is written on the figure."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def marks(figure: Figure) -> list[str]:
    """What can be asked for on the figure."""
    return [str(mark.get_gid()) for mark in figure.findobj(Mark)]


def grey(colour: str) -> float:
    """How bright a colour is once it is printed in grey."""
    return sum(part * weight for part, weight in zip(to_rgb(colour), (0.2126, 0.7152, 0.0722), strict=True))


def test_every_cell_of_the_framework_is_a_mark() -> None:
    """Four cells, each found by its theme and case; title, mark, caption, names and key are written."""
    figure = framework.draw_framework(CELLS, face=FACE, **NAMES)

    assert marks(figure) == ["code:A|source:S1", "code:B|source:S1", "code:A|source:S2", "code:B|source:S2"]
    assert {"What is shown", "Constructed.", "n = 2 persons.", "First", "S2", "Theme A"} <= set(words(figure))


def test_the_four_states_differ_without_colour() -> None:
    """By sign, stripes and brightness: no two states are alike in all of them."""
    seen = {
        (framework.SIGNS.get(status, "number"), look.hatch != "", round(grey(look.face), 1))
        for status, look in framework.LOOKS.items()
    }

    assert len(seen) == 4


def test_the_four_sides_differ_without_colour() -> None:
    """Solid, half, pale, striped: brightness falls apart by a tenth at least, and what opposes is striped."""
    plain = sorted(grey(look.face) for side, look in SIDES.items() if side != "opposes")

    assert SIDES["opposes"].hatch
    assert all(two - one > 0.1 for one, two in zip(plain, plain[1:], strict=False))


def test_the_framework_says_what_was_found() -> None:
    """Numbers of each state, in both languages."""
    assert framework.framework_finding(CELLS, "en") == (
        "2 themes by 2 rows: 1 of 4 cells charted, 2 silent though asked, 0 not asked, 1 open"
    )
    assert framework.framework_finding(CELLS, "id").startswith("2 tema pada 2 baris: 1 dari 4 sel terisi, 2 ditanya")


def test_a_decision_against_the_rule_is_seen() -> None:
    """It has a corner of its own, and the legend says what that is; where there is none, the legend is silent."""
    told = framework.WORDS["en"]["decided"]

    assert told in words(framework.draw_framework(CELLS, face=FACE, **NAMES))
    assert told not in words(framework.draw_framework(CELLS.iloc[:2], face=FACE, **NAMES))


def test_the_framework_in_words() -> None:
    """One line per case: each theme with its state and how many segments."""
    text = framework.framework_alternative(CELLS, face=FACE, **NAMES).splitlines()

    assert text[:2] == ["Constructed.", "What is shown."]
    assert text[2] == "First: Theme A charted (7), B asked, but silent (0)"


def test_roles_with_few_persons() -> None:
    """One person has a sign and no share, a hidden class a word and no number, a group its k of n and two sides."""
    figure = ordered.draw_role_ordered(ORDERED, CONTRASTS, face=FACE, classes={}, themes={})

    assert {"▼", "some", "3/6", "0.50", "⇄", "n = 1", "n < 5", "n = 6"} <= set(words(figure))
    assert "1/1" not in words(figure)
    assert marks(figure) == ["code:A|role:one", "code:A|role:some", "code:A|role:many"]
    [cell] = [mark for mark in figure.findobj(Mark) if mark.get_gid() == "code:A|role:many"]
    assert [part.get_hatch() for part in cell.parts] == [None, None, "//////"]


def test_a_class_that_nobody_asked_is_not_drawn_as_silent() -> None:
    """Grey and no 0/6 where no question was put; a class that was asked and says nothing keeps its empty bar."""
    silent = ORDERED[2:].assign(k=0, supports=0, opposes=0, share=0.0, stance=None)
    pictures = {
        asked: ordered.draw_role_ordered(silent.assign(asked=asked), CONTRASTS, face=FACE, classes={}, themes={})
        for asked in (0, 2)
    }

    assert ["0/6" in words(pictures[asked]) for asked in (0, 2)] == [False, True]
    assert "no question on it was put, and nobody raised it" in words(pictures[0])
    assert "no question on it was put, and nobody raised it" not in words(pictures[2])


def test_the_key_of_roles_explains_what_occurs_and_nothing_else() -> None:
    """One person opposes and nobody is neutral: no other sign is explained; a dash is, where somebody is silent."""
    figure = ordered.draw_role_ordered(ORDERED, CONTRASTS, face=FACE, classes={}, themes={})
    silent = ORDERED.assign(theme="B")
    silent.loc[0, ["k", "opposes"]] = 0
    both = pd.concat([ORDERED, silent], ignore_index=True)
    rows = pd.concat([CONTRASTS, CONTRASTS.rename(index={"A": "B"})])
    more = ordered.draw_role_ordered(both, rows, face=FACE, classes={}, themes={})

    assert "a role of one person is a case: ▼ oppose the statement" in words(figure)
    assert "raise it without taking a side" not in words(figure)
    assert "a role of one person is a case: ▼ oppose the statement, – does not raise it" in words(more)


def test_hidden_classes_are_told_of() -> None:
    """The note stands where a count is hidden, and only there."""
    assert ordered.role_ordered_note(ORDERED, 5, "en").startswith("Of classes below 5 persons")
    assert ordered.role_ordered_note(ORDERED[ORDERED["k"].notna()], 5, "en") == ""


def test_roles_in_words() -> None:
    """The same in a sentence; the hidden class is `some` there too."""
    text = ordered.role_ordered_alternative(ORDERED, CONTRASTS, face=FACE, classes={}, themes={"A": "Pay"})

    assert "Pay: one 1/1 (1 oppose the statement); some some; many 3/6 (2 support the statement, 1 oppose" in text
    assert text.count("contrast 0.50") == 1


def test_clusters_say_their_numbers() -> None:
    """Balance has a sign, 0 is said, and what is undefined stays empty and dotted."""
    matrix = pd.DataFrame([[0.5, None], [-1.0, 0.0]], index=["S1", "S2"], columns=["X", "Y"], dtype=object)
    matrix = matrix.where(matrix.notna(), None)
    figure = clustered.draw_clustered(matrix, value="balance", face=FACE, cases={}, clusters={})
    looks = {str(m.get_gid()): m.parts[0].get_hatch() for m in figure.findobj(Mark)}

    assert {"+0.50", "−1.00", "0"} <= set(words(figure))
    assert looks == {
        "code:X|source:S1": None,
        "code:Y|source:S1": "....",
        "code:X|source:S2": "//",
        "code:Y|source:S2": None,
    }


def test_a_cluster_value_that_is_none() -> None:
    """The message names what came."""
    with pytest.raises(FigureError, match="shows no 'mood'"):
        clustered.draw_clustered(pd.DataFrame([[1]]), value="mood", face=FACE, cases={}, clusters={})


def test_bars_start_at_the_middle_and_are_sorted() -> None:
    """From most in favour to most against, then those without a balance; a theme nobody speaks of has no row."""
    figure = balance.draw_balance(BALANCE, face=FACE, themes={})
    found = {str(m.get_gid()): m.parts for m in figure.findobj(Mark)}
    middle = found["code:B"][0].get_x()
    against, favour = found["code:A"][:2]

    assert list(balance.balance_rows(BALANCE).index) == ["B", "A", "C"]
    assert favour.get_x() == middle
    assert against.get_x() + against.get_width() == pytest.approx(middle)
    assert against.get_width() == pytest.approx(3 * favour.get_width())
    assert balance.balance_finding(BALANCE, "person", "en") == (
        "Of 3 themes, 1 have more persons for than against, 0 as many, 1 more against; on 1 nobody takes a side"
    )
    assert "–" in words(figure)


def test_pairs_are_ranked_and_those_met_once_left_out() -> None:
    """By c; both shares stand beside the bar, and the uneven pair has its sign."""
    figure = co_occurrence.draw_co_occurrence(PAIRS, face=FACE, codes={})

    assert marks(figure) == ["pair:A|C", "pair:A|B"]
    assert {"50% (10/20)", "100% (10/10)", "0.15 ≠"} <= set(words(figure))
    note = co_occurrence.co_occurrence_note(PAIRS, "source", "en")
    assert "no effect" in note and "≠" in note
    assert "≠" not in co_occurrence.co_occurrence_note(PAIRS.iloc[1:], "source", "en")


def test_a_bar_of_co_occurrence_is_no_arrow() -> None:
    """No head, no line from one code to the other: nothing on the picture but bars and words."""
    figure = co_occurrence.draw_co_occurrence(PAIRS, face=FACE, codes={})
    parts = {type(part).__name__ for mark in figure.findobj(Mark) for part in mark.parts}

    assert parts == {"Rectangle"}


T8 = {"R1": "ab", "R2": "bc", "R3": "cd", "R4": "a", "R5": "b", "R6": "c"}
TABLE = incidence(pd.DataFrame([(s, c) for s, cs in T8.items() for c in cs], columns=["source", "code"]), list(T8))


def test_saturation_shows_the_given_order_among_all() -> None:
    """The curve of the given order, and one bar per outcome; the given one has its sign in the names."""
    orders = saturation_orders(TABLE)
    figure = saturation.draw_saturation(saturation_curve(TABLE), orders, face=FACE)

    assert marks(figure) == ["outcome:4+2", "outcome:not reached"]
    assert "► 4+2" in words(figure)
    [line] = [line for line in figure.axes[1].lines if line.get_gid() == "curve:given"]
    assert list(line.get_ydata()) == [2, 3, 4, 4, 4, 4]
    assert figure.axes[1].get_ylim()[0] == 0


def test_saturation_in_words() -> None:
    """The title says what the given order says and how many agree; the note says how many orders, and by which rule."""
    orders = saturation_orders(TABLE)
    share = orders.set_index("outcome").loc["4+2", "share"]

    assert saturation.saturation_finding(saturation_curve(TABLE), orders, "en") == (
        "4 codes in 6 sources, the last new one in source 3 of the given order (saturation: 4+2); the rule is met in "
        f"{share:.1%} of 720 orders"
    )
    assert saturation.saturation_note(orders, "en").startswith("720 orders (all there are); base 4 sources, run 2")
    told = saturation.saturation_alternative(saturation_curve(TABLE), orders, face=FACE)
    assert "codes seen after each source: 2, 3, 4, 4, 4, 4." in told


@pytest.mark.parametrize("language", ["en", "id", "es"])
def test_words_in_every_language(language: str) -> None:
    """Each chart has the same words in English and Indonesian; another language takes the English ones."""
    rooms = (framework, ordered, clustered, balance, co_occurrence, saturation)

    assert all(set(room.WORDS["en"]) == set(room.WORDS["id"]) for room in rooms)
    assert balance.balance_title("person", language) == balance.WORDS[language if language != "es" else "en"][
        "title"
    ].format(unit="jumlah orang" if language == "id" else "persons")


def test_nothing_to_draw() -> None:
    """A chart without rows is refused with its title."""
    for draw in (
        lambda: framework.draw_framework(CELLS.iloc[:0], face=FACE, **NAMES),
        lambda: balance.draw_balance(BALANCE.loc[["D"]], face=FACE, themes={}),
        lambda: co_occurrence.draw_co_occurrence(PAIRS.iloc[:0], face=FACE, codes={}),
    ):
        with pytest.raises(FigureError, match="What is shown: a chart shows at least one row"):
            draw()
