"""The sample as the paragraph of a methods section, in English and Indonesian, written from the data alone (F01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from analysis.model import FIELD_KINDS
from analysis.release import Gate
from analysis.reports.sample import MONTH, Sample, hidden_classes, interviewed, total_hidden
from analysis.sources.recruitment import DECLINED, LOST

FEW_PLACES = 5
"""Up to so many different places are named in the paragraph; more stand in the table alone."""
_LEADERS = ("interviewer", "moderator", "observer")
_NOBODY = ("", "none", "no", "tidak ada", "nobody")
"""What a record of others present says where there were none."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "and": "and",
        "interview": "{n} interview|{n} interviews|interviews",
        "focus_group": "{n} focus group|{n} focus groups|focus groups",
        "verification": "{n} verification|{n} verifications|verifications",
        "observation": "{n} observation|{n} observations|observations",
        "persons": "{n} person was heard: {classes}.|{n} persons were heard: {classes}.",
        "people": "People of these classes were heard: {classes}.",
        "material": "The material is {kinds}, from {start} to {end}.",
        "again": "{n} of them was heard more than once.|{n} of them were heard more than once.",
        "asked": "{n} were approached{when}; {took} took part, {declined} declined and {lost} were lost.",
        "not_all": "Not everybody who was approached took part.",
        "all_came": "Everybody who was approached took part.",
        "when": " between {start} and {end}",
        "how": "They were approached through: {ways}.",
        "reasons": "Reasons given: {reasons}.",
        "held": "Reasons were given by some and are not printed, for whoever declined did not consent to be quoted.",
        "no_reasons": "No reasons are on record.",
        "no_log": "How people were approached, and who declined, is not on record.",
        "lasted": "{kind} lasted {low} to {high} minutes (median {middle}), {total} minutes together.",
        "lasted_one": "{kind} lasted {total} minutes.",
        "places": "Places: {places}.",
        "many_places": "They took place in {n} places, which the table of the sample names.",
        "methods": "Manner: {methods}.",
        "face_to_face": "face to face",
        "online": "online",
        "telephone": "by telephone",
        "non_participant": "non-participant observation",
        "participant": "participant observation",
        "led": "They were led by {who}.",
        "recorded": "{n} of {all} were recorded.",
        "all_recorded": "All were recorded.",
        "not_all_recorded": "Not all were recorded.",
        "notes": "Field notes were written of {n} of {all}.",
        "all_notes": "Field notes were written of all.",
        "not_all_notes": "Field notes were not written of all.",
        "others": "Others were present in {n} of {all}.",
        "language": "Language of the talk: {languages}. Coding was done on the original.",
        "translated": "Translated into {language}: {n} of {all} ({how}).",
        "translated_some": "Translated into {language}: some ({how}).",
        "own": "by the team",
        "second_person": "by a second person",
        "back_translated": "with a translation back",
        "method": "method: {method}",
        "translator": "translator: {translator}",
        "unheard": "The words of {n} more are left out, for they allow no analysis or withdrew it.",
        "in_no_kind": "none",
    },
    "id": {
        "and": "dan",
        "interview": "{n} wawancara|{n} wawancara|wawancara",
        "focus_group": "{n} diskusi kelompok terarah|{n} diskusi kelompok terarah|diskusi kelompok terarah",
        "verification": "{n} verifikasi|{n} verifikasi|verifikasi",
        "observation": "{n} pengamatan|{n} pengamatan|pengamatan",
        "persons": "{n} orang didengar: {classes}.",
        "people": "Yang didengar berasal dari golongan berikut: {classes}.",
        "material": "Bahannya berupa {kinds}, dari {start} sampai {end}.",
        "again": "{n} orang di antaranya didengar lebih dari sekali.",
        "asked": "{n} orang dihubungi{when}; {took} orang ikut serta, {declined} orang menolak, dan {lost} orang tidak "
        "jadi ikut.",
        "not_all": "Tidak semua orang yang dihubungi ikut serta.",
        "all_came": "Semua orang yang dihubungi ikut serta.",
        "when": " antara {start} dan {end}",
        "how": "Mereka dihubungi melalui: {ways}.",
        "reasons": "Alasan yang disampaikan: {reasons}.",
        "held": "Sebagian menyampaikan alasan; alasan itu tidak dimuat karena orang yang menolak tidak memberi izin "
        "untuk dikutip.",
        "no_reasons": "Alasannya tidak tercatat.",
        "no_log": "Cara menghubungi narasumber dan siapa yang menolak tidak tercatat.",
        "lasted": "{kind} berlangsung {low} sampai {high} menit (median {middle}), seluruhnya {total} menit.",
        "lasted_one": "{kind} berlangsung {total} menit.",
        "places": "Tempat: {places}.",
        "many_places": "Tempatnya ada {n}, dan disebut dalam tabel sampel.",
        "methods": "Cara: {methods}.",
        "face_to_face": "tatap muka",
        "online": "daring",
        "telephone": "melalui telepon",
        "non_participant": "pengamatan tanpa keterlibatan",
        "participant": "pengamatan terlibat",
        "led": "Pemandunya {who}.",
        "recorded": "{n} dari {all} direkam.",
        "all_recorded": "Semuanya direkam.",
        "not_all_recorded": "Tidak semuanya direkam.",
        "notes": "Catatan lapangan dibuat untuk {n} dari {all}.",
        "all_notes": "Catatan lapangan dibuat untuk semuanya.",
        "not_all_notes": "Catatan lapangan tidak dibuat untuk semuanya.",
        "others": "Pada {n} dari {all} ada orang lain yang hadir.",
        "language": "Bahasa percakapan: {languages}. Pengodean dilakukan pada teks aslinya.",
        "translated": "Diterjemahkan ke dalam bahasa {language}: {n} dari {all} ({how}).",
        "translated_some": "Diterjemahkan ke dalam bahasa {language}: sebagian ({how}).",
        "own": "oleh tim sendiri",
        "second_person": "oleh orang kedua",
        "back_translated": "dengan penerjemahan balik",
        "method": "cara: {method}",
        "translator": "penerjemah: {translator}",
        "unheard": "Perkataan {n} orang lain tidak disertakan karena mereka tidak mengizinkan analisis atau menarik "
        "izinnya.",
        "in_no_kind": "belum ada",
    },
}
_LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "en": {"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "id": "Indonesian"}
    | {"jv": "Javanese", "ms": "Malay", "nl": "Dutch", "pt": "Portuguese", "su": "Sundanese", "zh": "Chinese"},
    "id": {"ar": "Arab", "de": "Jerman", "en": "Inggris", "es": "Spanyol", "fr": "Prancis", "id": "Indonesia"}
    | {"jv": "Jawa", "ms": "Melayu", "nl": "Belanda", "pt": "Portugis", "su": "Sunda", "zh": "Mandarin"},
}
"""Names of the more frequent languages; others go by their code."""


def sample_statement(
    sample: Sample,
    gate: Gate,
    *,
    language: str,
    names: Mapping[str, str],
    mark: str = "",
) -> str:
    """Who was heard, how many, how recruited, how long, where, by whom, in which language?

    Parameters
    ----------
    language : en or id; English for others
    names : class (role, group or label) -> how it is called
    mark : the sentence on constructed material, which comes first

    Returns
    -------
    One paragraph. In the public profile without a number from which a small class could be told (F44), and without
    places, days, or the reasons of those who declined.
    """
    words = _WORDS[language if language in _WORDS else "en"]
    told = _Told(sample, gate, language if language in _WORDS else "en", words)
    sentences = [
        mark,
        *told.people(names),
        *told.recruited(),
        *told.lasted(),
        *told.place(),
        *told.led(),
        *told.kept(),
        *told.spoken(),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


class _Told:
    """The sentences of one paragraph, in one language, through one gate."""

    def __init__(self, sample: Sample, gate: Gate, language: str, words: Mapping[str, str]) -> None:
        self.sample, self.gate, self.language, self.words = sample, gate, language, words
        self.sizes = Counter(sample.class_of.get(p, "") for p in sample.people)
        self.counted = gate.internal or not total_hidden(self.sizes, gate)

    def people(self, names: Mapping[str, str]) -> Iterable[str]:
        hidden = hidden_classes(self.sizes, self.gate)
        small = f"<{self.gate.small}"
        shown = [
            f"{names.get(name, name) or '-'} ({small if name in hidden else self.sizes[name]})"
            for name in (*self.sample.order, "")
            if self.sizes[name]
        ]
        classes, n = ", ".join(shown) or self.words["in_no_kind"], len(self.sample.people)
        yield (
            self._some("persons", n).format(n=n, classes=classes)
            if self.counted
            else self.words["people"].format(classes=classes)
        )
        dates = sorted(s.date for s in self.sample.counted if s.date)
        ends = sorted(str(s.meta.get("date_to") or s.date) for s in self.sample.counted if s.date)
        if dates:
            span = {"start": self._date(dates[0]), "end": self._date(ends[-1])}
            yield self.words["material"].format(kinds=self._kinds(), **span)
        often = Counter(p for s in self.sample.counted for p in set(self.sample.heard_in(s)))
        again = sum(count > 1 for count in often.values())
        if again and (self.gate.internal or (self.counted and again >= self.gate.small)):
            yield self._some("again", again).format(n=again)
        if self.sample.unheard and self.counted:
            yield self.words["unheard"].format(n=len(self.sample.unheard))

    def recruited(self) -> Iterable[str]:
        log = self.sample.log
        if not log:
            yield self.words["no_log"]
            return
        outcomes = Counter(entry.outcome for entry in log)
        if self.counted:
            dates = sorted(entry.date for entry in log if entry.date)
            when = {"start": self._date(dates[0]), "end": self._date(dates[-1])} if dates else {}
            yield self.words["asked"].format(
                n=len(log),
                when=self.words["when"].format(**when) if when else "",
                took=interviewed(log),
                declined=outcomes[DECLINED],
                lost=outcomes[LOST],
            )
        else:
            yield self.words["not_all" if outcomes[DECLINED] + outcomes[LOST] else "all_came"]
        ways = Counter(entry.how for entry in log if entry.how)
        if ways:
            yield self.words["how"].format(ways=self._split(ways))
        away = [entry for entry in log if entry.outcome in (DECLINED, LOST)]
        reasons = [entry.reason.strip('"“”') for entry in away if entry.reason]
        if reasons and self.gate.internal:
            yield self.words["reasons"].format(reasons="; ".join(f"“{reason}”" for reason in reasons))
        elif away:
            yield self.words["held" if reasons else "no_reasons"]

    def lasted(self) -> Iterable[str]:
        for kind in FIELD_KINDS:
            sources = [s for s in self.sample.counted if s.kind == kind]
            minutes = [float(s.meta["duration_min"]) for s in sources if s.meta.get("duration_min")]
            if not minutes or not (self.gate.internal or len(minutes) >= self.gate.small):
                continue
            name = self._kind(kind, None if len(minutes) > 1 or not self.counted else 1)
            name = f"{name[0].upper()}{name[1:]}"
            facts = {"low": min(minutes), "high": max(minutes), "middle": median(minutes), "total": sum(minutes)}
            key = "lasted" if len(minutes) > 1 else "lasted_one"
            yield self.words[key].format(kind=name, **{fact: f"{value:g}" for fact, value in facts.items()})

    def place(self) -> Iterable[str]:
        places = sorted({str(s.meta["place"]) for s in self.sample.counted if s.meta.get("place")})
        if places and self.gate.internal:
            few = len(places) <= FEW_PLACES
            key = "places" if few else "many_places"
            yield self.words[key].format(places="; ".join(places), n=len(places))
        methods = Counter(str(s.meta["method"]) for s in self.sample.counted if s.meta.get("method"))
        if methods:
            named = Counter({self.words.get(method, method): n for method, n in methods.items()})
            yield self.words["methods"].format(methods=self._split(named))

    def led(self) -> Iterable[str]:
        who = Counter(str(s.meta[key]) for s in self.sample.counted for key in _LEADERS if s.meta.get(key))
        if who:
            yield self.words["led"].format(who=self._split(who))

    def kept(self) -> Iterable[str]:
        sources, whole = self.sample.counted, len(self.sample.counted)
        if not sources:
            return
        for key, field in (("recorded", "recorded"), ("notes", "field_notes")):
            n = sum(s.meta.get(field) is True for s in sources)
            if n == whole:
                yield self.words[f"all_{key}"]
            elif self._tells(n, whole):
                yield self.words[key].format(n=n, all=whole)
            else:
                yield self.words[f"not_all_{key}"]
        others = sum(str(s.meta.get("present_others") or "").strip().lower() not in _NOBODY for s in sources)
        if others and self._tells(others, whole):
            yield self.words["others"].format(n=others, all=whole)

    def spoken(self) -> Iterable[str]:
        sources, whole = self.sample.counted, len(self.sample.counted)
        languages = Counter(self._language(s.language) for s in sources if s.language)
        if languages:
            yield self.words["language"].format(languages=self._split(languages))
        for other in sorted({language for s in sources for language in s.translations}):
            translated = [s for s in sources if other in s.translations]
            how = self._how([s.translation_notes.get(other, {}) for s in translated])
            key = "translated" if self._tells(len(translated), whole) else "translated_some"
            facts = {"n": len(translated), "all": whole, "language": self._language(other), "how": how}
            yield self.words[key].format(**facts)

    def _how(self, notes: Sequence[Mapping[str, Any]]) -> str:
        """Who translated and by which method, as the translations say of themselves."""
        parts = []
        for key in ("method", "translator"):
            values = sorted({str(note[key]) for note in notes if note.get(key)})
            if values:
                told = ", ".join(self.words.get(value, value) for value in values)
                parts.append(self.words[key].format(**{key: told}))
        return "; ".join(parts) or "-"

    def _kinds(self) -> str:
        kinds = Counter(s.kind for s in self.sample.counted)
        parts = [self._kind(kind, kinds[kind] if self.counted else None) for kind in FIELD_KINDS if kinds[kind]]
        return f" {self.words['and']} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))

    def _kind(self, kind: str, number: int | None) -> str:
        one, many, bare = self.words[kind].split("|")
        return bare if number is None else (one if number == 1 else many).format(n=number)

    def _some(self, key: str, number: int) -> str:
        return self.words[key].split("|")[0 if number == 1 else -1]

    def _split(self, parts: Counter[str]) -> str:
        """The parts of a whole, the largest first; with their numbers, unless a small one could be told from them."""
        ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
        shown = self.gate.internal or (self.counted and min(parts.values()) >= self.gate.small)
        return ", ".join(f"{name} ({n})" if shown else name for name, n in ordered)

    def _tells(self, number: int, whole: int) -> bool:
        """Whether a share may be told: neither it nor what is left of the whole is small."""
        if self.gate.internal:
            return True
        rest = whole - number
        return self.counted and number >= self.gate.small and (not rest or rest >= self.gate.small)

    def _date(self, date: str) -> str:
        return date if self.gate.internal else date[:MONTH]

    def _language(self, code: str) -> str:
        return _LANGUAGES[self.language].get(code.split("-")[0], code)
