"""
A channel by its URL of Apprise: Slack, Teams, e-mail, a webhook and a hundred others.

The URL is a secret, so neither Apprise nor an error of it says a word in the log: what went wrong comes back as a
sentence of ours.
"""

import logging
import re
import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

from app.config import Secret
from app.domain.fleet.announcement.announcement import Announcement, ChannelForm

INSTALL = "Rules in [notify] need Apprise. Install it: pip install 'driftboard[notify]'."

NOT_TAKEN = "the channel did not take it"
UNKNOWN_URL = "Apprise does not understand its URL"

KEY_HEADER = "Idempotency-Key"
"""The header of a webhook and of a mail that says which message it is: one that comes twice has the same."""

ANSWER = re.compile(r"\berror=(\d{3})\b")
"""Matches the status of an answer in what Apprise says of a failure."""

UNREACHED = re.compile(r"(?i)connection error|connection refused|timed out|socket|unreachable|resolve")


class ChannelError(Exception):
    """A message was not taken. The text begins small, ends without a full stop, and holds no part of a URL."""


def is_installed() -> bool:
    """Whether Apprise is there; it is not imported."""
    return find_spec("apprise") is not None


class Channel:
    """One channel. Making one imports Apprise. Raises `ChannelError` for a URL that it does not understand."""

    def __init__(self, url: Secret, public: str) -> None:
        self._public = public
        self._apprise = _apprise()
        asset = self._apprise.AppriseAsset(
            app_id="Driftboard",
            app_desc="Driftboard",
            app_url=public,
            image_url_mask="",  # no picture of another site beside our words
            image_url_logo="",
            service_timeout=0,
        )
        self._service = self._made(url, asset)
        if self._service is None:
            raise ChannelError(UNKNOWN_URL)

    def _made(self, url: Secret, asset: Any) -> Any:
        try:
            return self._apprise.Apprise.instantiate(url.reveal(), asset=asset)
        except Exception:  # noqa: BLE001 - a plug-in may raise anything; its text may hold the URL
            return None

    @property
    def form(self) -> ChannelForm:
        """How this channel shows a message."""
        service, markdown = self._service, self._apprise.NotifyFormat.MARKDOWN
        title = service.title_maxlen or 0
        body = service.body_maxlen
        return ChannelForm(
            min(200, title) if title else 200,
            max(1, body - (0 if title else 210)) if body > 600 else body,
            service.notify_format == markdown,
        )

    def send(self, message: Announcement, name: str, *, lost: int = 0) -> None:
        """
        Send a message called `name`; return when the channel has taken it. Raises `ChannelError` where it has not.

        This waits for as long as the channel lets it.
        """
        form = self.form
        text = message.text(self._public, form, lost=lost)
        self._send(text.title, text.body, name, form, message.picture)

    def test(self, rule: str) -> None:
        """Send a text that says what it is. Raises as `send`."""
        body = f"This is a test of the rule {rule} of Driftboard. Changes of verdict will be told here."
        self._send("Driftboard: a test", body, uuid4().hex, self.form, None)

    def _send(self, title: str, body: str, name: str, form: ChannelForm, picture: bytes | None) -> None:
        formats = self._apprise.NotifyFormat
        if isinstance(getattr(self._service, "headers", None), dict):
            self._service.headers[KEY_HEADER] = name
        sender = self._apprise.Apprise(asset=self._service.asset)
        sender.add(self._service)
        attachment = self._attachment(picture) if picture and self._service.attachment_support else None
        problem = NOT_TAKEN
        try:
            result = sender.notify(
                body,
                title=title,
                attach=attachment,
                body_format=formats.MARKDOWN if form.is_markdown else formats.TEXT,
            )
            if result:
                return
            problem = _problem(result)
        except Exception as error:  # noqa: BLE001 - as above
            problem = f"{NOT_TAKEN}: it ended with {type(error).__qualname__}"
        raise ChannelError(problem)

    def _attachment(self, picture: bytes) -> Any:
        memory: Any = import_module("apprise.attachment.memory").AttachMemory
        attachment = self._apprise.AppriseAttachment()
        attachment.add(memory(content=picture, name="driftboard.png", mimetype="image/png"))
        return attachment


def _apprise() -> Any:
    """Apprise, imported late and silent. Raises `ChannelError` where it is not installed."""
    if not is_installed():
        raise ChannelError("Apprise is not installed")
    import apprise  # noqa: PLC0415 - it takes a second, and only those with a rule need it

    logger = logging.getLogger("apprise")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", module="urllib3")  # they name hosts
    return apprise


def _problem(result: Any) -> str:
    """Why a channel took nothing, from what Apprise says of it: of that only the status of an answer is repeated."""
    said = " ".join(str(entry.message) for service in result for attempt in service for entry in attempt.logs)
    answer = ANSWER.search(said)
    if answer is not None:
        return f"{NOT_TAKEN}: its server answered {answer[1]}"
    if UNREACHED.search(said):
        return f"{NOT_TAKEN}: its server could not be reached, or did not answer in time"
    return NOT_TAKEN
