"""How numbers are written."""

from analysis.figures.numbers import decimal, percent, places, signed, thousands


def test_indonesian_has_a_comma_and_a_point_for_thousands() -> None:
    """0,5 and 2.000 there, 0.5 and 2,000 in English."""
    assert (decimal("0.5", "id"), decimal("0.5", "en")) == ("0,5", "0.5")
    assert (places(0.527, "id"), places(0.527, "en", 1)) == ("0,53", "0.5")
    assert (percent(0.3621, "id", 1), percent(0.3621, "en")) == ("36,2%", "36%")
    assert (thousands(2000, "id"), thousands(2000, "en")) == ("2.000", "2,000")


def test_a_balance_has_its_sign() -> None:
    """A true minus; nought has no sign."""
    assert [signed(value, "en") for value in (0.333, -0.2, 0.0)] == ["+0.33", "\u22120.20", "0"]
    assert signed(-0.2, "id") == "\u22120,20"
