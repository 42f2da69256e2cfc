"""
What Django's commands would do with one release on one history: end with an error, or run a plan.

    commands        `migrate` in all its forms, and `makemigrations`
    outcome         the answer: the first error in Django's words, or the plan
    consistency     the recorded migrations that stand before a dependency without a row
    outside         the same across the border of what the release covers, judged by rows
    plan            the migrations that run, forwards or backwards, in order
    recorder        the rows that a run leaves behind
    showmigrations  what `showmigrations` prints
"""

from app.domain.outcome.commands import migrate
from app.domain.outcome.outcome import Outcome

__all__ = ["Outcome", "migrate"]
