"""
Whether environments can take a release: on its eve, before anything runs.

    answer      no, unknown, yes with something to mind, or yes, of one comparison
    steps       what a plan does: its one-way steps, what drops data, which apps come along
    prospect    what one history has before it: answer, steps, the first thing to know
    readiness   one environment, with what only it lacks and what was edited under its rows
    outlook     all environments: the numbers, what stops them, after which step there is no way back
    sentences   the sentence over all of them
    parts       the sentence over the databases or schemas of one
"""

from app.domain.readiness.answer import Answer, answer_of
from app.domain.readiness.outlook import Base, Outlook
from app.domain.readiness.prospect import Prospect
from app.domain.readiness.readiness import Readiness
from app.domain.readiness.steps import Steps, steps_of

__all__ = ["Answer", "Base", "Outlook", "Prospect", "Readiness", "Steps", "answer_of", "steps_of"]
