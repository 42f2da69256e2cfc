"""Messages through real channels: a webhook, a mail, and what chats are given."""

import json
import logging
import sys
from threading import Event, Thread

import pytest

from app.config import Secret
from app.domain.findings import Verdict
from app.domain.fleet.announcement import Announcement, ToldChange
from app.notify.channel import Channel, ChannelError, is_installed
from tests.build import NOON
from tests.notify.receivers import mail_server, web_server

PUBLIC = "https://drift.example"
PATH = "/shop/environments/production/at/2026-01-05T1200Z~7c1f0a9e41/against/v2.4_a~4be19d02aa?newer=a_b&x=1"
SAID = "orders.0001_initial has a row, but users.0010_more has none."
HOSTILE = "<!channel> @everyone *x* [y](https://evil.example) <b>z</b> \u202e\nBcc: evil@evil.example"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def message(said=SAID, *, number=1, picture=None, project="Shop") -> Announcement:
    entry = ToldChange(
        project,
        "production",
        Verdict.BLOCKED,
        "is blocked",
        "is blocked now, it was in step",
        said,
        "",
        NOON,
        PATH,
    )
    return Announcement((entry,), {Verdict.BLOCKED: number}, (project,), "/shop", picture)


def send(url: str, what: Announcement, name="m1", **more) -> None:
    Channel(Secret(url), PUBLIC).send(what, name, **more)


def test_a_webhook_gets_the_sentence_the_link_the_picture_and_a_key():
    with web_server() as server:
        send(server.url, message(picture=PNG))

    (post,) = server.posts
    assert post.json["title"] == "Shop: production is blocked"
    assert post.json["message"].split("\n") == [
        f"production is blocked now, it was in step: {SAID} (5 Jan 2026, 12:00 UTC)",
        PUBLIC + PATH,
    ]
    assert [one["filename"] for one in post.json["attachments"]] == ["driftboard.png"]
    assert post.key == "m1"


def test_a_mail_has_one_subject_plain_text_and_the_picture():
    with mail_server() as server:
        send(server.url, message(HOSTILE, picture=PNG, project="Shop\nBcc: evil@evil.example"))

    (mail,) = server.mails
    assert mail["Subject"] == "Shop＼nBcc: evil＠evil.example: production is blocked"
    assert mail.get_all("To") == ["ops@drift.example"]
    assert mail["Bcc"] is None
    assert mail["Idempotency-Key"] == "m1"
    body = mail.get_body(("plain",)).get_content()
    assert PUBLIC + PATH in body.replace("\r", "")
    assert "Bcc: evil＠" in body
    assert mail.get_body(("html",)) is None
    (picture,) = mail.iter_attachments()
    assert (picture.get_content_type(), picture.get_content()) == ("image/png", PNG)


def slack(server, monkeypatch) -> str:
    from apprise.plugins.slack import NotifySlack

    monkeypatch.setattr(NotifySlack, "webhook_url", f"http://127.0.0.1:{server.port}/slack")
    return "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"


def discord(server, monkeypatch) -> str:
    from apprise.plugins.discord import NotifyDiscord

    monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://127.0.0.1:{server.port}/discord")
    return "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"


def teams(server, monkeypatch) -> str:
    monkeypatch.setattr("apprise.plugins.workflows.requests.post", to_this_machine(server))
    return f"workflows://127.0.0.1:{server.port}/643a19a8e5aa4bd0abc56ae7a1a2a3a4/AbCdEf"


def to_this_machine(server):
    """Without TLS: the plug-in knows only https."""
    import requests

    really_post = requests.post

    def post(_url, **options):
        return really_post(f"http://127.0.0.1:{server.port}/teams", data=options["data"], timeout=9)

    return post


def mattermost(server, _monkeypatch) -> str:
    return f"mmost://127.0.0.1:{server.port}/3ccdd113474722377935511fc85d3dd4"


@pytest.mark.parametrize("chat", [slack, discord, teams, mattermost])
def test_hostile_names_begin_nothing_in_a_chat_and_the_link_stays_whole(chat, monkeypatch):
    with web_server() as server:
        send(chat(server, monkeypatch), message(HOSTILE, project="@here <!channel> *Shop*"))

    texts = list(strings(server.posts[0].json))
    whole = "\n".join(texts).replace("&amp;", "&")
    assert PUBLIC + PATH in whole
    words = whole.replace(PUBLIC + PATH, "").replace("[Open in Driftboard]()", "")
    for sign in ("@", "<!", "<b", "*x*", "[y]", "://evil", "\u202e", "github.com"):
        assert sign not in words, sign


def strings(value):
    """Every text in a document that a reader may see."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in ("$schema", "contentType"):
                yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def test_a_large_message_fits_where_little_does(monkeypatch):
    with web_server() as server:
        what = message()
        many = Announcement(what.entries * 20, {Verdict.BLOCKED: 500}, ("Shop",), "/shop")
        send(discord(server, monkeypatch), many)

    assert len(server.posts) == 1
    assert len(server.posts[0].json["content"]) <= 2000
    assert "more:" in server.posts[0].json["content"]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("json://u:hunter2@127.0.0.1:1/x", "could not be reached"),
        (
            "mailto://127.0.0.1:1/?from=a@b.example&to=c@b.example&mode=insecure&pass=hunter2",
            "did not take it",
        ),
        ("nonsense://hunter2", "does not understand its URL"),
        ("slack://hunter2", "does not understand its URL"),
        ("json://[hunter2", "does not understand its URL"),
    ],
)
def test_what_goes_wrong_is_said_without_the_url(url, problem, capfd):
    with pytest.raises(ChannelError, match=problem) as caught:
        send(url, message())

    said = capfd.readouterr()
    assert "hunter2" not in repr(caught.value) + said.out + said.err
    assert not logging.getLogger("apprise").propagate
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_the_status_of_an_answer_is_said(status):
    with web_server() as server:
        server.status = status
        with pytest.raises(ChannelError, match=f"its server answered {status}"):
            send(server.url, message())


def test_a_mail_that_is_refused_is_no_mail_that_was_sent():
    with mail_server() as server:
        server.refuses = "554 no"
        with pytest.raises(ChannelError, match="did not take it"):
            send(server.url, message())

    assert server.mails == []


def test_what_was_given_up_is_said():
    with web_server() as server:
        send(server.url, message(), lost=2)

    assert "2 earlier messages were not taken" in server.posts[0].json["message"]


def test_a_channel_that_hangs_is_waited_for_and_told_apart_by_its_own_patience():
    """Apprise gives a server four seconds, unless the URL says another time."""
    with web_server() as server:
        server.hang = Event()
        problems = []

        def attempt() -> None:
            try:
                send(f"{server.url}?rto=0.2", message())
            except ChannelError as error:
                problems.append(str(error))

        thread = Thread(target=attempt)
        thread.start()
        thread.join(20)
        server.hang.set()

    assert problems == [
        "the channel did not take it: its server could not be reached, or did not answer in time"
    ]


def test_without_apprise_nothing_breaks_but_the_sending(monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setattr("app.notify.channel.find_spec", lambda _: None)

    assert not is_installed()
    with pytest.raises(ChannelError, match="Apprise is not installed"):
        send("json://127.0.0.1/x", message())


def test_a_test_says_what_it_is():
    with web_server() as server:
        Channel(Secret(server.url), PUBLIC).test("ops")

    assert server.posts[0].json["message"].startswith("This is a test of the rule ops of Driftboard.")
    assert json.loads(server.posts[0].body)["title"] == "Driftboard: a test"
