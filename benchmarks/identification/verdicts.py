"""What an answer is worth: right, wrong, or not all there is."""

from __future__ import annotations

import statistics
from typing import Any

from questions import Asked

Replies = dict[str, dict[str, Any]]


def verdicts(task: str, asked: Asked, replies: Replies) -> dict[str, str]:
    """Return what each contender's answer is worth, those of the others known."""
    answers = {name: reply["answer"] for name, reply in replies.items() if "error" not in reply}
    found = {name: str(reply["error"]) for name, reply in replies.items() if "error" in reply}
    return found | JUDGED_BY.get(task, _taken_for_right)(asked, answers)


def per_answer(task: str, asked: Asked, reply: dict[str, Any]) -> float | None:
    """Return the seconds for one verdict, one query or one list."""
    if not reply.get("seconds"):
        return None
    parts = {"validity": len(asked.adjusted), "separation": len(asked.separations)}
    return statistics.median(reply["seconds"]) / parts.get(task, 1)


def _taken_for_right(_asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    return dict.fromkeys(answers, "right")


def _one_set(asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    return {name: _set_verdict(asked, answer) for name, answer in answers.items()}


def _set_verdict(asked: Asked, chosen: list[str] | None) -> str:
    judge = asked.judge
    if chosen is None:
        return "missing" if judge.some_set_exists else "right"
    if not judge.is_valid(chosen):
        return "wrong"
    return "right" if judge.is_minimal(chosen) else "not minimal"


def _validity(asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    right = [asked.judge.is_valid(chosen) for chosen in asked.adjusted]
    return {name: "right" if answer == right else "wrong" for name, answer in answers.items()}


def _separation(asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    right = [asked.judge.separated(*query) for query in asked.separations]
    return {name: "right" if answer == right else "wrong" for name, answer in answers.items()}


def _first_sets(asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    """Return whether the sets are minimal, and as many as anybody's up to 100."""
    worth = {
        name: {tuple(each): _set_verdict(asked, each) for each in answer}
        for name, answer in answers.items()
    }
    minimal = {name: [*found.values()].count("right") for name, found in worth.items()}
    most = min(100, max(minimal.values(), default=0))
    flaws = ("wrong", "not minimal")
    return {
        name: "missing"
        if minimal[name] < most
        else next((flaw for flaw in flaws if flaw in found.values()), "right")
        for name, found in worth.items()
    }


def _every_set(_asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    """Return the number of sets, and whether they are those of the first contender."""
    listed = {name: {tuple(sorted(each)) for each in answer} for name, answer in answers.items()}
    first = next(iter(listed.values()), set())
    return {
        name: f"{len(each):,} sets, {'the same' if each == first else 'others'}"
        for name, each in listed.items()
    }


def _instruments(asked: Asked, answers: dict[str, Any]) -> dict[str, str]:
    right = {
        name: {z for z, given in answer if asked.judge.is_instrument(z, given)}
        for name, answer in answers.items()
    }
    known = set().union(*right.values())
    return {
        name: "wrong"
        if len(right[name]) < len({z for z, _ in answer})
        else "missing"
        if right[name] < known
        else "right"
        for name, answer in answers.items()
    }


JUDGED_BY = {
    "minimal set": _one_set,
    "converted": _one_set,
    "validity": _validity,
    "separation": _separation,
    "first sets": _first_sets,
    "every set": _every_set,
    "instruments": _instruments,
}
