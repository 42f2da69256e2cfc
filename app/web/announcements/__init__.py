"""What the pages say of a change of verdict: the verdict itself, the sentence, the pinned page, the picture."""

from app.web.announcements.judge import Judge

__all__ = ["Judge"]
