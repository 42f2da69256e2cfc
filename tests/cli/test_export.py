"""`driftboard export`: what it writes, and what it says where it writes nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.store import releases, snapshots
from app.store.engine import open_store
from app.web.urls.environment import EnvironmentAddress
from tests import build
from tests.cli.command_line import run
from tests.web.pictures.png import size_of

NOW = datetime(2026, 6, 19, 9, 12, tzinfo=UTC)
RELEASE = build.release("users: 1 < 0010_unique", "orders: 1 @users.0010_unique")
HISTORY = build.history("users.1", "orders.1")
ENVIRONMENT = EnvironmentAddress.pinned(
    "shop", "sandbox-1", NOW, history=HISTORY.fingerprint, label="v1", release=RELEASE.fingerprint
).page()
FINDING = f"{ENVIRONMENT}/missing-dependency/orders.1"
CONFIG = '[projects.shop.environments.sandbox-1]\ndatabase = "postgresql://reader:hunter2@db.internal/shop"\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with driftboard.toml and a store in which one environment is blocked."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "driftboard.toml").write_text(CONFIG)
    store = open_store(f"sqlite:///{tmp_path / 'driftboard.db'}")
    with store.writing() as session:
        releases.add(session, "shop", RELEASE, label="v1", at=NOW)
        snapshots.add(session, "shop", "sandbox-1", HISTORY, at=NOW)
    store.close()
    return tmp_path


def exported(*words: str, code: int = 0) -> str:
    result = run("export", *words)
    assert result.exit_code == code, result.output
    assert "hunter2" not in result.output
    return " ".join(result.output.split())


def test_a_page_becomes_one_file_without_a_server(place: Path):
    said = exported(FINDING, "-o", "incident.html")

    html = (place / "incident.html").read_text()
    assert said.startswith("incident.html: the page in one file, ")
    assert "0010_unique" in html
    assert "<script" not in html
    assert "hunter2" not in html
    assert 'href="/' not in html
    assert 'href="http' not in html


def test_links_lead_to_the_dashboard_where_its_address_is_known(place: Path):
    (place / "driftboard.toml").write_text(f'public_url = "https://drift.example/"\n{CONFIG}')
    exported(f"https://drift.example{ENVIRONMENT}?as=table", "-o", "page.html")
    exported(FINDING, "-o", "page.md")

    assert 'href="https://drift.example/shop"' in (place / "page.html").read_text()
    assert f"[Open in Driftboard](https://drift.example{FINDING})" in (place / "page.md").read_text()


def test_the_picture_and_the_texts_are_files_too(place: Path):
    for name in ("a.png", "a.md", "a.txt"):
        exported(FINDING, "-o", name)

    assert size_of((place / "a.png").read_bytes()) == (1200, 630)
    assert (place / "a.md").read_text().startswith("**sandbox-1 is blocked on v1** ")
    assert (place / "a.txt").read_text().startswith("*sandbox-1 is blocked on v1* ")
    assert (place / "a.md").read_text().endswith(f"\nOpen in Driftboard: `{FINDING}`\n")


def test_an_address_with_an_ending_and_an_old_one_name_the_same_page(place: Path):
    exported(f"{FINDING}.json", "-o", "one.html")
    exported(FINDING.replace("/v1~", "/older~"), "-o", "two.html")

    assert (place / "one.html").read_text() == (place / "two.html").read_text()


@pytest.mark.parametrize(
    ("address", "file", "sentence"),
    [
        (FINDING, "a.pdf", "The name of the file says what it is: .html (the page in one file), .png"),
        ("sandbox-1", "a.html", "sandbox-1 is not the address of a page; one looks like /shop/environments/"),
        ("https://drift.example", "a.html", "is not the address of a page"),
        (
            f"{FINDING}x",
            "a.html",
            "sandbox-1 has no finding missing-dependency of orders.1x. Take the address from",
        ),
        (FINDING.replace("at/2026", "at/x"), "a.html", "is not a moment"),
        ("/nowhere", "a.html", "There is no project nowhere here."),
        (
            "/shop",
            "a.html",
            "Only a pinned page can be exported: what another one shows changes. As it is now",
        ),
        (ENVIRONMENT, "a.md", "Only a finding has that:"),
        (FINDING, "no/such/folder/a.html", "could not be written: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(place: Path, address: str, file: str, sentence: str):
    said = exported(address, "-o", file, code=2)

    assert sentence in said
    assert not (place / file).exists()
