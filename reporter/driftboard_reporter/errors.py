"""The errors of the reporter: there is nothing to hand over, or the dashboard did not take it."""


class ReportError(Exception):
    """No manifest can be made or written, or no history be read. The message is a sentence for the user."""


class PushError(Exception):
    """The dashboard did not take what there is. The message is a sentence for the user."""


class Unanswered(PushError):
    """The dashboard is busy, or did not answer in time: what else is handed over would wait in vain as long."""
