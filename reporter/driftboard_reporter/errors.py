"""What is said when there is no manifest to be had, or nobody took it."""


class ReportError(Exception):
    """No manifest can be made or written. The message is a sentence for the user."""


class PushError(Exception):
    """The manifest was made, and the dashboard did not take it. The message is a sentence for the user."""
