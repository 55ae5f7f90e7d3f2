"""JSON of speech-to-text programs: who said what, when? Known shapes only; another shape is refused, never guessed.

Whisper and its relatives (segments, whisper.cpp, diarised), Google, AWS Transcribe, Azure, Deepgram, AssemblyAI,
Rev AI, and a plain list of objects with text, start and speaker.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from analysis.sources.readers.form import Block, Reading, clock, reading, refuse, seconds

_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_TEXT = ("text", "transcript", "utterance", "content")
_START = ("start", "start_time", "startTime", "from", "begin")
_END = ("end", "end_time", "endTime", "to")
_SPEAKER = ("speaker", "speaker_label", "speaker_name", "speakerName", "speaker_id")
Shape = Callable[[Any], list[Block] | None]


def read_speech(text: str, name: str) -> Reading:
    """The segments of a result with their times and, where it tells them, speakers."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = str(error)[:80] if isinstance(error, ValueError) else "too deep nesting"
        raise refuse(name, "the JSON can be read", why, "It is cut off or damaged; export it again.") from error
    for shape in _SHAPES:
        try:
            blocks = shape(data)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            continue  # not this shape after all
        if blocks and any(block.text.strip() for block in blocks):
            return reading("json", blocks, layout="cues", language=_language(data))
    step = "Export it as .vtt, .srt or .txt."
    raise refuse(name, "JSON has the shape of a known speech-to-text program", _outline(data), step)


def _segments(data: Any) -> list[Block] | None:
    """Whisper, WhisperX, faster-whisper, OpenAI: `segments`; others write the list alone, or call it otherwise."""
    items = data
    if isinstance(data, dict):
        items = next((data[k] for k in ("segments", "utterances", "chunks") if isinstance(data.get(k), list)), None)
    if not isinstance(items, list) or not all(isinstance(i, dict) and any(key in i for key in _TEXT) for i in items):
        return None
    items = [item for item in items if _first(item, _TEXT)]  # programs write segments without a word for silence
    milli = isinstance(data, dict) and isinstance(data.get("utterances"), list) and _whole(items)
    return [_block(_first(i, _TEXT), i, 1000 if milli else 1) for i in items]


def _whisper_cpp(data: Any) -> list[Block] | None:
    return [
        Block(
            str(i["text"]),
            start=i["offsets"]["from"] / 1000,
            end=i["offsets"]["to"] / 1000,
            time=clock(i["offsets"]["from"] / 1000),
        )
        for i in data["transcription"]
    ]


def _google(data: Any) -> list[Block] | None:
    best = [r["alternatives"][0] for r in data["results"] if r.get("alternatives")]
    tagged = [w for w in (best[-1].get("words") or []) if w.get("speakerTag") or w.get("speakerLabel")] if best else []
    if tagged:  # the last result repeats all words with their speakers
        return _from_words(
            (f"{w.get('speakerLabel') or w['speakerTag']}", w["word"], _at(w, "startTime", "startOffset"), -1.0)
            for w in tagged
        )
    found = []
    for one in best:
        words = one.get("words") or [{}]
        start, end = _at(words[0], "startTime", "startOffset"), _at(words[-1], "endTime", "endOffset")
        found.append(Block(str(one.get("transcript", "")), time=clock(start), start=start, end=end))
    return found


def _aws(data: Any) -> list[Block] | None:
    results = data["results"]
    if isinstance(results.get("audio_segments"), list):
        return [_block(str(s["transcript"]), s, 1) for s in results["audio_segments"]]
    speakers = {
        item["start_time"]: segment["speaker_label"]
        for segment in (results.get("speaker_labels") or {}).get("segments", [])
        for item in segment.get("items", [])
    }
    words: list[tuple[str, str, float, float]] = []
    last = ""
    for item in results["items"]:
        said = str(item["alternatives"][0]["content"])
        if item["type"] == "punctuation" and words:
            who, word, start, end = words[-1]
            words[-1] = (who, word + said, start, end)
            continue
        last = str(item.get("speaker_label") or speakers.get(item.get("start_time"), last))
        words.append((last, said, float(item["start_time"]), float(item["end_time"])))
    return _from_words(words)


def _azure(data: Any) -> list[Block] | None:
    if isinstance(data.get("phrases"), list):
        return [
            _timed(
                str(p["text"]),
                p.get("speaker"),
                p["offsetMilliseconds"] / 1000,
                p.get("durationMilliseconds", 0) / 1000,
            )
            for p in data["phrases"]
        ]
    return [
        _timed(
            str(p["nBest"][0]["display"]), p.get("speaker"), _iso(p.get("offset")), max(0.0, _iso(p.get("duration")))
        )
        for p in data["recognizedPhrases"]
        if p.get("nBest")
    ]


def _deepgram(data: Any) -> list[Block] | None:
    results = data["results"]
    if isinstance(results.get("utterances"), list):
        return [_block(str(u["transcript"]), u, 1) for u in results["utterances"]]
    found: list[Block] = []
    for channel in results["channels"]:
        best = channel["alternatives"][0]
        if best.get("paragraphs"):
            for p in best["paragraphs"]["paragraphs"]:
                found += [_block(str(s["text"]), {**s, "speaker": p.get("speaker")}, 1) for s in p["sentences"]]
        else:
            words = [(_name(w.get("speaker")), str(w.get("punctuated_word") or w["word"])) for w in best["words"]]
            times = [(float(w["start"]), float(w["end"])) for w in best["words"]]
            found += _from_words((*word, *time) for word, time in zip(words, times, strict=True))
    return found


def _rev(data: Any) -> list[Block] | None:
    found = []
    for part in data["monologues"]:
        said = "".join(str(e["value"]) for e in part["elements"])
        times = [float(e["ts"]) for e in part["elements"] if "ts" in e]
        start = times[0] if times else -1.0
        found.append(Block(said, speaker=_name(part.get("speaker")), time=clock(start), start=start))
    return found


_SHAPES: Sequence[Shape] = (_segments, _whisper_cpp, _deepgram, _aws, _google, _azure, _rev)


def _from_words(words: Iterable[tuple[str, str, float, float]]) -> list[Block]:
    """Words of one speaker that follow each other, as sentences."""
    found = []
    for speaker, run in groupby(words, key=lambda word: word[0]):
        for sentence in _sentences(run):
            start = sentence[0][2]
            said = " ".join(word[1] for word in sentence)
            found.append(Block(said, speaker=_name(speaker), time=clock(start), start=start, end=sentence[-1][3]))
    return found


def _sentences(run: Iterable[tuple[str, str, float, float]]) -> Iterator[list[tuple[str, str, float, float]]]:
    sentence: list[tuple[str, str, float, float]] = []
    for word in run:
        sentence.append(word)
        if word[1].endswith((".", "?", "!", "…", "。", "؟")):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _block(text: Any, item: dict[str, Any], divisor: int) -> Block:
    start, end = (_number(_first(item, keys)) for keys in (_START, _END))
    start = start / divisor if start >= 0 else start
    speaker = _name(next((item[key] for key in _SPEAKER if item.get(key) is not None), None))
    return Block(str(text), speaker=speaker, time=clock(start), start=start, end=end / divisor if end >= 0 else end)


def _timed(text: str, speaker: Any, start: float, length: float) -> Block:
    return Block(text, speaker=_name(speaker), time=clock(start), start=start, end=start + length)


def _name(speaker: Any) -> str:
    """A speaker's mark as a label: a bare number becomes `Speaker 1`."""
    if isinstance(speaker, dict):
        speaker = speaker.get("name") or speaker.get("id")
    text = "" if speaker is None else str(speaker).strip()
    return f"Speaker {text}" if text.isdigit() or (len(text) == 1 and text.isalpha()) else text


def _first(item: dict[str, Any], keys: Iterable[str]) -> Any:
    return next((item[key] for key in keys if key in item), None)


def _at(word: dict[str, Any], *keys: str) -> float:
    return _number(_first(word, keys))


def _number(value: Any) -> float:
    """Seconds from a number, `1.3s`, `00:00:01` or `{seconds, nanos}`; -1 where there is none."""
    if isinstance(value, bool) or value is None:
        return -1.0
    if isinstance(value, dict):
        return float(value.get("seconds") or 0) + float(value.get("nanos") or 0) / 1e9
    if isinstance(value, int | float):
        return float(value) if 0 <= value < 1e12 else -1.0
    text = str(value).strip()
    if re.fullmatch(r"\d{1,12}(\.\d+)?s?", text):
        return float(text.rstrip("s"))
    return seconds(text)


def _iso(value: Any) -> float:
    match = _ISO.fullmatch(str(value or ""))
    return (
        sum(float(part or 0) * size for part, size in zip(match.groups(), (3600, 60, 1), strict=True))
        if match
        else -1.0
    )


def _whole(items: Sequence[dict[str, Any]]) -> bool:
    """Whether all times are whole numbers, as milliseconds are."""
    return all(isinstance(item.get("start"), int) for item in items)


def _language(data: Any) -> str:
    found = data.get("language") or data.get("language_code") if isinstance(data, dict) else ""
    return found if isinstance(found, str) and re.fullmatch(r"[a-z]{2,3}([-_][A-Za-z]+)?", found) else ""


def _outline(data: Any) -> str:
    if isinstance(data, dict):
        return f"keys {', '.join(str(key)[:20] for key in list(data)[:6])}" if data else "an empty object"
    return f"a list of {len(data)}" if isinstance(data, list) else "a single value"
