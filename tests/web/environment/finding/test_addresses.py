"""The addresses of a finding: the canonical one, other words for it, and what is not there."""

import pytest

from app.domain.findings import Code, Finding
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.store import snapshots
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress, subject_of
from tests.web.conftest import BLOCKED, IN_STEP

LIVE = "/shop/environments/sandbox-1/findings"
FINDING = "/missing-dependency/orders.0001_initial"


def pinned(site) -> str:
    return site.page(LIVE + FINDING).one("link", rel="canonical").href.removeprefix("http://testserver")


def moved(site, address: str) -> str:
    return site.get(address, status=308).headers["location"]


@pytest.mark.parametrize("word", ["D101", "d101"])
def test_the_number_of_a_code_leads_to_its_word(story, word):
    address = pinned(story)

    assert moved(story, f"{LIVE}/{word}/orders.0001_initial?sql=sqlite") == f"{LIVE}{FINDING}?sql=sqlite"
    assert moved(story, address.replace("missing-dependency", word)) == address


@pytest.mark.acceptance(25)
@pytest.mark.parametrize("tail", ["", ".json", "/now"])
def test_wrong_words_with_right_fingerprints_lead_to_the_canonical_address(site, tail):
    site.release()
    site.seen("sandbox-1", *BLOCKED)
    address = pinned(site)
    wrong = address.replace("sandbox-1", "sandbox-9").replace("v1.2~", "main~")

    assert moved(site, wrong + tail) == address + tail


def test_where_two_environments_have_the_history_both_findings_are_named(story):
    asked = pinned(story).replace("sandbox-1", "sandbox-9")

    links = [link.href for link in story.main(asked, status=300).all("a") if "/at/" in link.href]

    assert [link.split("/")[3] for link in links] == ["sandbox-1", "sandbox-2"]
    assert all(link.endswith(FINDING) for link in links)


@pytest.mark.acceptance(25)
def test_an_unknown_fingerprint_is_told(story):
    address = pinned(story)
    digits = address.partition("Z~")[2][:10]

    main = story.main(address.replace(digits, "0123456789"), status=404)

    assert main.one("h1").text == "No history 0123456789 is stored here."


@pytest.mark.parametrize("path", ["/no-such-word/orders.0001_initial", "/forked/orders.0001_initial"])
def test_an_address_without_a_finding_leads_to_those_that_are_there(story, path):
    main = story.main(LIVE + path, status=404)

    assert "sandbox-1 has no finding" in main.one("h1").text
    assert main.link("D101 orders.0001_initial").href == LIVE + FINDING
    assert story.get(LIVE + path + ".json", status=404).json()["links"][0] == LIVE + FINDING


def test_a_pinned_finding_that_is_not_reported_any_more_keeps_its_rows(story):
    address = pinned(story).replace("missing-dependency", "duplicate")

    answer = story.get(address)
    main = story.main(address)

    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "does not report duplicate of orders.0001_initial here" in main.one("h1").text
    assert "row 2 of 3" in main.text
    assert main.link("D101 orders.0001_initial").href == pinned(story)
    assert story.get(address + ".json").json()["reported"] is False
    story.get(address + "/now")
    nowhere = address.replace("orders.0001_initial", "orders.9999_never")
    assert "sandbox-1 has no finding" in story.main(nowhere, status=404).one("h1").text


def test_a_finding_that_was_mended_is_gone_from_its_live_address(story):
    address = pinned(story)
    before = story.main(address).text
    story.later(minutes=5)
    story.seen("sandbox-1", *IN_STEP)

    main = story.main(LIVE + FINDING, status=404)

    assert main.one("h1").text == "sandbox-1 has no finding missing-dependency of orders.0001_initial now."
    assert story.main(address).text == before


@pytest.mark.parametrize(
    "key",
    [
        MigrationKey("orders", "0003.json"),
        MigrationKey("", "json"),
        MigrationKey("a.b", "0001/now"),
        MigrationKey("orders", "0003=2Ejson"),
        MigrationKey("orders", "0003 <b>'\"&?#%\u202e"),
        MigrationKey("orders", ""),
    ],
)
def test_any_name_has_an_address_of_its_own(site, key):
    site.release()
    site.seen("odd", *IN_STEP)
    site.later(minutes=1)
    rows = tuple(Row(MigrationKey.parse(text), "2026-05-01 12:00:00+00", n) for n, text in enumerate(IN_STEP))
    with site.store.writing() as session:
        history = History((*rows, Row(key, "2026-05-02 12:00:00+00", 99)))
        snapshots.add(session, "shop", "odd", history, at=site.now)
    code = Code.UNKNOWN if key.app_label == "orders" else Code.NOT_COVERED
    address = FindingAddress.of(EnvironmentAddress.live("shop", "odd"), Finding(code, key))

    document = site.get(address.json()).json()

    assert document["subject"] == str(key)
    assert document["links"]["page"] == address.page()
    said = "is recorded" if code is Code.UNKNOWN else "does not contain the app"
    assert said in site.page(address.page()).one("h1").text
    site.get(document["links"]["pinned"])


def test_a_key_and_its_segment_are_the_same_forth_and_back():
    for name in ("0001", "a.md", "b=2Emd", "x.json.json", ".png"):
        key = MigrationKey("orders", name)
        last = FindingAddress(EnvironmentAddress("/e"), Code.UNKNOWN, key).page().rpartition("/")[2]

        assert not last.endswith((".json", ".md", ".png"))
        assert subject_of(last) == key


def test_the_parameters_of_the_environment_hold_for_its_findings(site):
    site.release()
    site.release(label="v1.3")
    site.seen("sandbox-1", *BLOCKED)

    page = site.main(f"{LIVE}{FINDING}?release=v1.2")

    assert "cannot run any migration on v1.2" in page.text
    assert page.link("sandbox-1").href == "/shop/environments/sandbox-1?release=v1.2"
