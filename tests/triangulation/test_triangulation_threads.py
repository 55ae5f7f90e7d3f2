"""Following a thread (F11)."""

import pytest

from analysis.triangulation import Profile
from analysis.triangulation.judged import Step, Thread
from analysis.triangulation.threads import propose_step, steps_frame, threads_frame

THREAD = Thread("vacancy", {"en": "Who knew?", "id": "Siapa tahu?"}, "INFO", "supervisory")
PROFILES = {
    "INFO": {
        "senior": Profile(3, 3, 1),
        "supervisory": Profile(3, 2, -1),
        "documents": Profile(2, 2, 1),
        "external": Profile(2, 0, silence="not_asked"),
        "G1": Profile(6, 4, -1),
    }
}
STEPS = [
    Step("vacancy", "documents", "announce", "contradicts", "contradicts", segments=("ACT:1",), by="ani"),
    Step("vacancy", "senior", "announce", "contradicts", "contradicts", segments=("S1/c1",), by="ani"),
    Step("vacancy", "external", "announce", "silent", "silent", by="ani"),
    Step("vacancy", "G1", "heard of", "supports", "supports", segments=("S9/c1",), by="ani"),
]


def test_a_thread_through_all_sets() -> None:
    """F11: documents and senior contradict, external is silent, G1 supports: 4 of 4."""
    steps = steps_frame([THREAD], STEPS, PROFILES)

    assert steps[["set", "outcome"]].values.tolist() == [
        *(["senior", "contradicts"], ["documents", "contradicts"], ["external", "silent"], ["G1", "supports"])
    ]
    assert steps["proposed"].tolist() == steps["decided"].tolist()
    assert threads_frame([THREAD], steps, "id").values.tolist() == [
        ["vacancy", "Siapa tahu?", "INFO", "supervisory", 4, 4, 1.0, True, ""]
    ]


def test_a_thread_that_waits() -> None:
    """Sets without a step are named, and the share counts those visited."""
    frame = threads_frame([THREAD], steps_frame([THREAD], STEPS[:1], PROFILES))

    assert frame[["visited", "share", "done", "missing"]].values.tolist() == [[1, 0.25, False, "senior, external, G1"]]


def test_a_set_without_material_is_visited() -> None:
    """Where nobody is able to speak the outcome is `cannot_know` by itself."""
    empty = {"INFO": {"supervisory": Profile(3, 2, -1), "press": Profile(0, 0, silence="cannot_know")}}
    steps = steps_frame([THREAD], [], empty)

    assert steps[["set", "outcome", "decided"]].values.tolist() == [["press", "cannot_know", ""]]
    assert threads_frame([THREAD], steps)["done"].tolist() == [True]


@pytest.mark.parametrize(
    ("other", "step"),
    [
        (Profile(0, 0), "cannot_know"),
        (Profile(2, 0), "silent"),
        (Profile(2, 1, 1), "contradicts"),
        (Profile(2, 1, -1), "supports"),
        (Profile(2, 1, 0), "extends"),
        (Profile(2, 2, None), "extends"),
    ],
)
def test_what_a_step_may_give(other: Profile, step: str) -> None:
    """Opposite sides contradict, the same side supports; who speaks and takes none, as a norm does, extends."""
    assert propose_step(Profile(3, 2, -1), other) == step


def test_no_thread() -> None:
    """Without a thread both tables are empty and have their columns."""
    assert threads_frame([], steps_frame([], [], {})).empty
