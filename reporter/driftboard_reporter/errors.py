"""The errors of the reporter: there is no manifest, or the dashboard did not take it."""


class ReportError(Exception):
    """No manifest can be made or written. The message is a sentence for the user."""


class PushError(Exception):
    """The manifest was made, and the dashboard did not take it. The message is a sentence for the user."""
