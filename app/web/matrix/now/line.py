"""The line of the bar of a pinned matrix: the sentence over the matrix as it is now."""

from datetime import datetime

from app.domain.findings import Verdict
from app.store.sessions import ReadSession
from app.web.layout.views import NowLine, VerdictView
from app.web.matrix.facts import MatrixFacts, live_matrix
from app.web.matrix.page import live_page
from app.web.matrix.preview import tone


def now_line(session: ReadSession, pinned: MatrixFacts, *, now: datetime) -> NowLine:
    """What is true now of the environments that a pinned page shows, each against what runs there now."""
    present = live_matrix(session, pinned.project, now=now, release_text=None)
    worst = tone(present)
    verdict = VerdictView.of(Verdict(worst)) if worst else None
    words = present.sentence.removesuffix(".")
    return NowLine(words, verdict, link=live_page(pinned))
