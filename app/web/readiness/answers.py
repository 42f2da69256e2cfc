"""Answers as the page shows them."""

from app.domain.readiness import Answer
from app.domain.readiness.answer import ANSWER_WORDS
from app.web.readiness.views import AnswerView

TONES = {
    Answer.NO: "blocked",
    Answer.UNKNOWN: "unseen",
    Answer.MIND: "drifted",
    Answer.YES: "in-step",
}
"""The verdict whose icon and colour an answer has."""


def answer_view(answer: Answer) -> AnswerView:
    """The answer with its word, its icon and its colour."""
    return AnswerView(answer.value, ANSWER_WORDS[answer], TONES[answer])
