"""What is answered that is not what was asked for: it is named, with the next step, and the token is in none of it."""

import json
import socket
import ssl
from itertools import pairwise
from pathlib import Path

import pytest

from app.config import Secret
from app.domain.fleet.last_seen import LastSeen, writing
from app.domain.history import History
from app.remote import DashboardAddress, RemoteError, RemoteProject, connection
from app.remote import project as remote_project
from tests.remote.odd_server import Odd, OddServer, serve
from tests.servers.certificates import write_certificates

TOKEN = "drbr_3f2c1a9b_" + "x" * 43
LET_THROUGH = "If a proxy signs people in there, let it pass /api/ through (docs/serving.md)."
SEEN = json.dumps(writing.document(LastSeen("shop", ()))).encode()


def asked(server: OddServer) -> RemoteProject:
    address = DashboardAddress.parse(server.address, "shop")
    return RemoteProject(address, Secret(TOKEN), waits=(0.0, 0.0))


def refusal(*answers: Odd) -> str:
    """What is said of these answers, without the address."""
    with serve(answers) as server, pytest.raises(RemoteError) as caught:
        asked(server).last_seen()
    said = str(caught.value)

    assert TOKEN not in said
    assert TOKEN not in repr(caught.value.__context__)
    return said.replace(server.address, "HERE")


def problem(status: int, detail: str) -> Odd:
    body = json.dumps({"status": status, "detail": detail}).encode()
    return Odd(status, body, "application/problem+json")


NAMED = {
    "the page of a proxy": (
        Odd(200, b"<!DOCTYPE html><title>Sign in</title>", "text/html"),
        f"What HERE answers is a web page, and no list of environments. {LET_THROUGH}",
    ),
    "a proxy that sends on": (
        Odd(302, b"", headers={"Location": "https://login.example/"}),
        f"HERE sends on to another address (302), and a token goes nowhere else. {LET_THROUGH}",
    ),
    "a proxy that refuses": (
        Odd(403, b"<h1>Forbidden</h1>", "text/html"),
        f"HERE answers 403: it says no more than Forbidden. This is not the dashboard that speaks. {LET_THROUGH}",
    ),
    "no token": (problem(401, "The request shows no token."), "HERE answers 401: The request shows no token."),
    "another project": (
        problem(404, "There is no project shop here."),
        ("HERE answers 404: There is no project shop here. Look at the address and at --project. "
        "A dashboard that is older than this command does not know the address."),
    ),
    "another host": (
        Odd(421, json.dumps({"sentence": "This dashboard is not known as x."}).encode()),
        ("HERE answers 421: This dashboard is not known as x. "
        "Call the dashboard by a name that it knows, or let it know this one."),
    ),
    "too often": (
        Odd(429, b"slow down", "text/plain"),
        ("HERE answers 429: it says no more than Too Many Requests. "
        "Wait a while and try it again, or let the proxy there allow more requests."),
    ),
    "an error": (
        Odd(500, b"oops", "text/plain"),
        "HERE answers 500: it says no more than Internal Server Error. The log of the dashboard says more.",
    ),
    "a busy one": (
        Odd(503, b"", "text/plain"),
        ("HERE answers 503: it says no more than Service Unavailable. It has too much to do, or its store "
        "does not answer: try it again, and look at /readyz."),
    ),
    "half a body": (
        Odd(200, b'{"format"', length=100),
        "HERE ended its answer before all of it was sent. Try it again.",
    ),
    "half a document": (
        Odd(200, SEEN[:40]),
        "What HERE answers is no list of environments that this command can read: not JSON: ",
    ),
    "another document": (
        Odd(200, b'{"format": "driftboard-last-seen/2"}'),
        ("What HERE answers is no list of environments that this command can read: "
        'format: must be "driftboard-last-seen/1"; it is "driftboard-last-seen/2". '
        "It may be half of one, or of another version of Driftboard than this command."),
    ),
    "no text": (Odd(200, b"\xff\xfe"), "no list of environments that this command can read: not UTF-8."),
    "its own words": (
        problem(403, f"\x1b[31m{TOKEN} is wrong\n" + "y" * 9_000),
        "HERE answers 403:  [31m… is wrong " + "y" * 400,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_an_odd_answer_is_named_with_the_next_step(case: str):
    odd, sentence = NAMED[case]
    said = refusal(odd)

    assert sentence.replace("  ", " ") in said.replace("  ", " ")
    assert len(said) < 800
    assert said.isprintable()


def test_a_dashboard_that_restarts_is_asked_again():
    with serve([Odd(502), Odd(503), Odd(200, SEEN)]) as server:
        seen = asked(server).last_seen()

    assert seen == LastSeen("shop", ())
    assert [path for path, _ in server.asked] == ["/api/projects/shop/last-seen"] * 3
    assert {token for _, token in server.asked} == {f"Bearer {TOKEN}"}


def test_the_token_is_not_sent_on():
    with serve([Odd(200, SEEN)]) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            location = {"Location": f"{elsewhere.address}/api/projects/shop/last-seen"}
            with serve([Odd(status, b"", headers=location)]) as server, pytest.raises(RemoteError):
                asked(server).last_seen()

    assert elsewhere.asked == []


def test_an_answer_is_read_no_further_than_its_limit(monkeypatch):
    monkeypatch.setattr(remote_project, "MAX_LIST_BYTES", 100_000)

    assert refusal(Odd(200, b" " * 100_001 + SEEN)).startswith("HERE answers with more than 100,000 bytes")


def test_an_answer_that_comes_too_slowly_is_given_up(monkeypatch):
    moments = iter(range(0, 10_000, connection.SECONDS + 1))
    monkeypatch.setattr("app.remote.connection.time.monotonic", lambda: float(next(moments)))

    assert refusal(Odd(200, SEEN)) == "HERE took longer than 120 seconds for one answer."


def test_a_certificate_is_checked(tmp_path: Path, monkeypatch):
    write_certificates(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    with serve([Odd(200, SEEN)], context=context) as server:
        with pytest.raises(RemoteError) as caught:
            asked(server).last_seen()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        seen = asked(server).last_seen()

    assert "cannot be reached: its certificate is not to be trusted, " in str(caught.value)
    assert seen == LastSeen("shop", ())
    assert len(server.asked) == 1


def test_nobody_listens():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    project = RemoteProject(DashboardAddress.parse(f"http://127.0.0.1:{port}", "shop"), Secret(TOKEN))

    with pytest.raises(
        RemoteError, match=rf"^http://127.0.0.1:{port} cannot be reached: Connection refused\.$"
    ):
        project.last_seen()


def test_a_server_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(connection, "TIMEOUT", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = DashboardAddress.parse(f"http://127.0.0.1:{mute.getsockname()[1]}", "shop")
        with pytest.raises(RemoteError, match=r"did not answer: timed out\.$"):
            RemoteProject(address, Secret(TOKEN)).last_seen()


def test_one_history_that_is_another_ends_the_reading_of_all():
    with (
        serve([Odd(200, b'{"format": "driftboard-history/1"}')]) as server,
        pytest.raises(RemoteError) as caught,
    ):
        asked(server).histories([f"{number:064}" for number in range(50)])

    assert "is no history that this command can read: has_table: is missing." in str(caught.value)


def test_a_history_under_a_wrong_name_is_refused():
    from app.domain.fleet.last_seen.history import pieces

    body = "".join(pieces(History())).encode()
    with (
        serve([Odd(200, body)]) as server,
        pytest.raises(RemoteError, match=r"is the history [0-9a-f]{8}, not aaaaaaaa"),
    ):
        asked(server).history("a" * 64)


WRONG = {
    "drift.example": "The address of the dashboard begins with https://: it looks like https://drift.example.",
    "ftp://drift.example": "The address of the dashboard begins with https://",
    "https://": "The address of the dashboard begins with https://",
    "https://drift.example:x": "The address of the dashboard is none",
    "https://[::1": "The address of the dashboard is none",
    "https://drift.example/shop": "The address of the dashboard ends with its host",
    "https://drift.example/?a=1": "The address of the dashboard ends with its host",
    "https://drift.example/ x": "The address of the dashboard has characters that no address has",
    "https://drift.exämple": "The address of the dashboard has characters that no address has",
    "https://hunter2:x@drift.example": "The address of the dashboard holds a user or a password",
    "https://drift.example/api/projects/depot": "The address of the dashboard is that of depot, and --project is shop.",
    "http://drift.example": "The token would travel to drift.example in plain text",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_an_address_that_is_none_is_named(text: str):
    with pytest.raises(RemoteError) as caught:
        DashboardAddress.parse(text, "shop")

    assert str(caught.value).startswith(WRONG[text])
    assert "hunter2" not in str(caught.value)


def test_the_address_names_the_project_or_the_option_does():
    addresses = [
        DashboardAddress.parse("https://drift.example/", "shop"),
        DashboardAddress.parse("https://drift.example", "shop"),
        DashboardAddress.parse("https://drift.example/api/projects/shop", None),
        DashboardAddress.parse("https://drift.example/api/projects/shop/", "shop"),
    ]

    assert all(one == other for one, other in pairwise(addresses))
    assert addresses[0] == DashboardAddress("https://drift.example", "shop", is_this_machine=False)
    assert DashboardAddress.parse("http://[::1]:8000", "shop").origin == "http://[::1]:8000"
    assert DashboardAddress.parse("http://web:8000", "shop", plain=True).origin == "http://web:8000"
    for missing in (None, "", "../x"):
        with pytest.raises(RemoteError, match="--project shop"):
            DashboardAddress.parse("https://drift.example", missing)
