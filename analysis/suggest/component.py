"""Where do the indicator phrases of a codebook stand in a text? A spaCy pipeline component.

`doc.spans["suggestions"]` holds one span per hit: `label_` is the code, and the extension attributes `rule`,
`rule_version` and `negated` say why. The key of a word is its NORM, worked out once per word; a PhraseMatcher over keys
finds candidates, and the level of each phrase is then checked once per row of words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import spacy
from spacy.attrs import LOWER, NORM
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup

from analysis.codebook import Codebook
from analysis.suggest.rules import LEVEL_ORDER, Rule, Rules, Token, compile_rules
from analysis.suggest.words import is_word, make_tokenizer

PIPE = "jenjang_suggest"
SPANS = "suggestions"
DENIED = "/negated"


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds at tokens start..end of a Doc."""

    start: int
    end: int
    rule: Rule
    negated: bool = False

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Longest first, then first in the text, then the stricter level, then the rule's name."""
        return (self.start - self.end, self.start, LEVEL_ORDER.index(self.rule.level), self.rule.id)


def make_nlp(codebook: Codebook, languages: Sequence[str] = ()) -> Language:
    """A pipeline that writes suggestions, for text that may mix the languages.

    Parameters
    ----------
    languages : those whose phrases are used; all of the codebook where empty

    Raises
    ------
    CodebookError
        A phrase cannot be compiled (see `rules.compile_rules`).
    """
    nlp = spacy.blank("xx")
    nlp.max_length = 100_000_000  # spaCy's own limit is meant for its parsers
    component = nlp.add_pipe(PIPE)
    assert isinstance(component, Suggester)
    component.use(compile_rules(codebook, languages))
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    return nlp


@Language.factory(PIPE)
def make_suggester(nlp: Language, name: str) -> Suggester:
    """The component without rules; `make_nlp` gives it those of a codebook."""
    for attribute, getter in (("rule", _rule), ("rule_version", _version), ("negated", _negated)):
        if not Span.has_extension(attribute):
            Span.set_extension(attribute, getter=getter)
    return Suggester(nlp)


def _rule(span: Span) -> str:
    return str(span.id_)


def _version(span: Span) -> str:
    return str(span.kb_id_).removesuffix(DENIED)


def _negated(span: Span) -> bool:
    return str(span.kb_id_).endswith(DENIED)


class Suggester:
    """Writes `doc.spans["suggestions"]`. A Doc passes unchanged otherwise."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.rules: Rules | None = None

    def use(self, rules: Rules) -> None:
        """Take these rules. To be called before the pipeline has seen any text: keys are worked out once per word."""
        self.rules = rules
        setattr(self.vocab, "lex_attr_getters", {LOWER: str.lower, NORM: rules.keys.key})  # noqa: B010 (not in its stub)
        self._rows: dict[int, list[tuple[Rule | str, tuple[Token, ...]]]] = defaultdict(list)
        self._known: dict[tuple[int, tuple[int, ...]], tuple[Rule | str, ...]] = {}
        self._matcher = PhraseMatcher(self.vocab, attr="NORM")
        self._matcher.add("space", [Doc(self.vocab, words=[" "])])
        self._space = self.vocab.strings["space"]
        patterns: dict[tuple[str, ...], int] = {}
        owners: list[tuple[Rule | str, Iterable[tuple[Token, ...]]]] = [(r, r.alternatives) for r in rules.rules]
        owners += sorted(rules.contexts.items())
        for owner, alternatives in owners:
            for row in alternatives:
                keys = rules.pattern(row)
                if keys not in patterns:
                    name = str(len(patterns))
                    patterns[keys] = self.vocab.strings.add(name)
                    self._matcher.add(name, [Doc(self.vocab, words=list(keys))])
                self._rows[patterns[keys]].append((owner, row))

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its suggestions, in reading order."""
        doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=[self._span(doc, hit) for hit in self.hits(doc)])
        return doc

    def _span(self, doc: Doc, hit: Hit) -> Span:
        version = hit.rule.version + (DENIED if hit.negated else "")
        return Span(doc, hit.start, hit.end, label=hit.rule.code, kb_id=version, span_id=hit.rule.id)

    def hits(self, doc: Doc) -> list[Hit]:
        """The hits of a Doc that count, in reading order: near, negation and the longest hit are settled."""
        if self.rules is None:
            return []
        found, contexts = self._found(doc)
        if not found:
            return []
        counted = [settled for hit in found if (settled := self._settle(doc, hit, contexts))]
        return sorted(longest(counted), key=lambda hit: (hit.start, hit.end, hit.rule.code, hit.rule.id))

    def _found(self, doc: Doc) -> tuple[list[Hit], dict[str, list[tuple[int, int]]]]:
        """Where rules hold at their level, and where context words stand, before anything else is asked."""
        matches, text, places = self._matcher(doc), doc, None
        hits: list[Hit] = []
        contexts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        if any(match == self._space for match, _, _ in matches):
            text, places = _without_spaces(doc)
            matches = self._matcher(text)
        for match, start, end in matches:
            for owner in self._owners(match, tuple(text[i].orth for i in range(start, end))):
                first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
                if isinstance(owner, str):
                    contexts[owner].append((first, last))
                else:
                    hits.append(Hit(first, last, owner))
        return hits, contexts

    def _owners(self, match: int, forms: tuple[int, ...]) -> tuple[Rule | str, ...]:
        """The rules and contexts that hold for these very words; asked once per row of words."""
        known = self._known.get((match, forms))
        if known is None:
            words = [self.vocab.strings[form] for form in forms]
            known = tuple(dict.fromkeys(owner for owner, row in self._rows[match] if self._fit(words, row)))
            self._known[match, forms] = known
        return known

    def _fit(self, words: Sequence[str], row: Sequence[Token]) -> bool:
        assert self.rules is not None
        return all(map(self.rules.fits, words, row))

    def _settle(self, doc: Doc, hit: Hit, contexts: dict[str, list[tuple[int, int]]]) -> Hit | None:
        """The hit with its flag, or None where its context is missing or its polarity forbids it."""
        rule = hit.rule
        if rule.context and not any(_close(doc, hit, place) for place in contexts.get(rule.context, ())):
            return None
        negated = self._denied(doc, hit)
        if negated and rule.polarity == "drop" or not negated and rule.polarity == "require":
            return None
        return Hit(hit.start, hit.end, rule, True) if negated and rule.polarity != "keep" else hit

    def _denied(self, doc: Doc, hit: Hit) -> bool:
        assert self.rules is not None
        before = [doc[i].text for i in range(max(0, hit.start - 12), hit.start)]
        after = [doc[i].text for i in range(hit.end, min(len(doc), hit.end + 8))]
        return self.rules.negation.denies(before, after)


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits the longest counts.

    Of one code no two overlap. A hit of one code strictly inside a hit of another is left out; equal stretches of
    several codes stay, and so do stretches that cross.
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.order):
        mine = (old for old in kept if old.rule.code == hit.rule.code)
        if all(hit.end <= old.start or old.end <= hit.start for old in mine):
            kept.append(hit)
    return [hit for hit in kept if not any(_inside(hit, other) for other in kept)]


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and hit.end - hit.start < other.end - other.start


def _close(doc: Doc, hit: Hit, place: tuple[int, int]) -> bool:
    """Whether a context word outside the hit stands within the window, counted in words."""
    start, end = place
    if start < hit.end and hit.start < end:
        return False
    between = range(end, hit.start) if end <= hit.start else range(hit.end, start)
    return sum(is_word(doc[i].text) for i in between) < hit.rule.window


def _without_spaces(doc: Doc) -> tuple[Doc, list[int]]:
    """The Doc without tokens that are mere space, and the place of each token in the whole one."""
    places = [token.i for token in doc if not token.is_space and not token.text.isspace()]
    return Doc(doc.vocab, words=[doc[i].text for i in places]), places
