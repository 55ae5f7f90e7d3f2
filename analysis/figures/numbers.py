"""How is a number written in a language? With a decimal comma and a point for thousands in Indonesian."""

from __future__ import annotations

COMMA: frozenset[str] = frozenset({"id"})
"""Languages that write 0,5 and 2.000."""


def decimal(text: str, language: str) -> str:
    """A number that stands as text, as the language writes it: 0.5 or 0,5."""
    return text.replace(".", ",") if language in COMMA else text


def places(value: float, language: str, digits: int = 2) -> str:
    """A number with so many digits behind the point: 0.53 or 0,53."""
    return decimal(f"{value:.{digits}f}", language)


def signed(value: float, language: str) -> str:
    """A number with its sign and two digits; nought has neither: +0.33, −0.20, 0."""
    return decimal(f"{value:+.2f}".replace("-", "\u2212"), language) if value else "0"


def percent(share: float, language: str, digits: int = 0) -> str:
    """A share as a percentage: 36.2% or 36,2%."""
    return decimal(f"{share:.{digits}%}", language)


def thousands(number: int, language: str) -> str:
    """A whole number in groups of three: 2,000 or 2.000."""
    text = f"{number:,}"
    return text.replace(",", ".") if language in COMMA else text
