"""Every label has pages of its own, and addresses that were made before still lead where they led."""

import pytest

from app.store import releases, snapshots
from app.web.urls import labels
from app.web.urls import releases as addresses
from tests import build
from tests.web import dom
from tests.web.conftest import BLOCKED, SHOP
from tests.web.releases.shop import V1_0, V1_1, pin, section

HOSTILE = (
    "release/3",
    "release-3",
    "release 3",
    "release=2F3",
    "RELEASE-3",
    ".",
    "..",
    "-",
    "=",
    "ünï",
    "日本語",
    "🚀",
    "v1.json",
    ".json",
    "v1~4be19d02aa",
    "%2F",
    "a?b#c&d",
    "new\nline",
    "diff",
    "<b>",
    "x" * 200,
)


@pytest.fixture
def hostile(site):
    """A release for each label; the page of a release says its label."""
    for number, label in enumerate(HOSTILE):
        site.release(release_of(number), label=label)
    site.seen("a", *BLOCKED)
    return site


def test_every_page_of_every_label_shows_its_own_release(hostile):
    for number, label in enumerate(HOSTILE):
        segment = labels.segment_of(label)
        document = hostile.get(f"/shop/releases/{segment}.json").json()
        assert document["name"] == label
        assert f"0002_number_{number}" in str(document)
        href = hostile.main(f"/shop/releases/{segment}").link("Copy pinned link").href
        pinned = hostile.get(href + ".json").json()
        assert (pinned["name"], pinned["fingerprint"]) == (label, document["fingerprint"])
        assert hostile.get(href).headers["cache-control"].endswith("immutable")


def test_every_difference_fleet_and_environment_of_every_label_answers(hostile):
    for label, other in zip(HOSTILE, (*HOSTILE[1:], HOSTILE[0]), strict=True):
        path = addresses.difference("shop", labels.segment_of(label), labels.segment_of(other))
        document = hostile.get(path + ".json").json()
        assert (document["before"]["name"], document["after"]["name"]) == (label, other)
        hostile.get(path)
        form = hostile.client.get("/shop/releases", params={"from": label, "to": other})
        assert (form.status_code, form.headers["location"]) == (303, path)
        for page in ("/shop", "/shop/environments/a"):
            live = hostile.client.get(page, params={"release": label})
            assert live.status_code == 200
            twin = hostile.client.get(page + ".json", params={"release": label}).json()
            pinned = dom.read(live.text).link("Copy pinned link").href
            pinned_twin = hostile.get(pinned.partition("?")[0] + ".json").json()
            assert (
                twin["release"]["fingerprint"] == pinned_twin["release"]["fingerprint"] == fingerprint(label)
            )
            assert labels.segment_of(label) in pinned


def fingerprint(label):
    return release_of(HOSTILE.index(label)).fingerprint


def release_of(number):
    return build.release(f"users: 0001_initial < 0002_number_{number}")


def test_the_list_leads_to_the_page_of_each_label(hostile):
    for label in ("🚀", ".json", "<b>", "a?b#c&d"):
        href = section(hostile.main("/shop/releases"), "Releases").link(label).href
        assert hostile.get(href + ".json").json()["name"] == label


FORMER_LIVE = (
    ("feature-login", "feature=2Flogin"),
    ("feature-login.json", "feature=2Flogin.json"),
    ("feature-login?open=all", "feature=2Flogin?open=all"),
    ("-n-", "=C3=BCn=C3=AF"),
    ("v1.0/diff/feature-login", "v1.0/diff/feature=2Flogin"),
    ("feature-login/diff/v1.0.json?x=1", "feature=2Flogin/diff/v1.0.json?x=1"),
)
"""Addresses that earlier versions wrote, and where they lead now."""


@pytest.fixture
def former(site):
    site.release(V1_0, label="v1.0")
    site.release(V1_1, label="feature/login")
    site.release(SHOP, label="ünï")
    return site


@pytest.mark.parametrize(("old", "new"), FORMER_LIVE)
def test_a_live_address_made_before_leads_to_its_label_for_now(former, old, new):
    """For now: a label with just this name may come tomorrow, so no browser may remember it."""
    assert former.get(f"/shop/releases/{old}", status=307).headers["location"] == f"/shop/releases/{new}"
    former.get(f"/shop/releases/{new}")


def test_the_label_of_that_very_name_comes_first_and_others_are_asked_for(former):
    former.release(build.release("a: 0001"), label="feature login")
    links = former.main("/shop/releases/feature-login", status=300).all("li")
    assert [link.text.partition(",")[0] for link in links] == ["feature login", "feature/login"]

    former.release(build.release("b: 0001"), label="feature-login")
    assert former.get("/shop/releases/feature-login.json").json()["name"] == "feature-login"
    assert former.get("/shop/releases/feature=2Flogin.json").json()["name"] == "feature/login"


def test_pinned_addresses_made_before_still_show_what_they_showed(former):
    """Written out by hand, as earlier versions wrote them: the fingerprints decide."""
    history = build.history(*BLOCKED)
    former.environments("a")
    with former.store.writing() as session:
        snapshots.add(session, "shop", "a", history, at=former.now)
    at = f"2026-06-19T0914Z~{history.fingerprint[:10]}"
    login, uni, plain = pin("feature-login", V1_1), pin("-n-", SHOP), pin("v1.0", V1_0)
    shown = {"feature/login": V1_1, "ünï": SHOP, "v1.0": V1_0}
    wanted = {
        f"/shop/releases/{login}": "feature/login",
        f"/shop/releases/{uni}": "ünï",
        f"/shop/releases/{plain}": "v1.0",
        f"/shop/environments/a/at/{at}/against/{login}": "feature/login",
        f"/shop/environments/a/at/{at}/against/{uni}": "ünï",
        f"/shop/environments/a/at/{at}/against/{plain}": "v1.0",
        f"/shop/fleet/at/2026-06-19T091420Z/against/{login}": "feature/login",
    }
    before = {address: final(former, address + ".json") for address in wanted}
    former.release(build.release("a: 0001"), label="feature-login")
    former.release(build.release("a: 0002"), label="v1.0")

    for address, label in wanted.items():
        document = final(former, address + ".json")
        assert document == before[address]
        assert document.get("release", document)["fingerprint"] == shown[label].fingerprint
        assert label in former.page(after_move(former, address)).text
    difference = final(former, f"/shop/releases/{plain}/diff/{login}.json")
    assert [difference[side]["name"] for side in ("before", "after")] == ["v1.0", "feature/login"]


def after_move(site, address):
    """The address, after one permanent redirect at most."""
    answer = site.client.get(address)
    return answer.headers["location"] if answer.status_code == 308 else address


def final(site, address):
    """The document at an address."""
    return site.get(after_move(site, address)).json()


def test_a_removed_label_leaves_lists_and_pickers_and_its_pinned_pages_stay(former):
    former.seen("a", *BLOCKED)
    pinned = [
        former.main("/shop/releases/feature=2Flogin").link("Copy pinned link").href,
        former.main("/shop/environments/a?release=feature/login").link("Copy pinned link").href,
        former.main("/shop?release=feature/login").link("Copy pinned link").href,
    ]
    before = [former.get(address).text for address in pinned]
    with former.store.writing() as session:
        releases.remove(session, "shop", "feature/login", at=former.now)

    assert [former.get(address).text for address in pinned] == before
    for address in ("/shop", "/shop/releases", "/shop/environments/a"):
        assert "feature/login" not in former.get(address).text
    for segment in ("feature=2Flogin", "feature=2Flogin/diff/v1.0"):
        gone = former.main(f"/shop/releases/{segment}", status=404)
        assert gone.one("h1").text == (
            "feature/login was removed from the releases of shop at 19 Jun 2026, 09:14 UTC."
        )
        assert gone.link(f"feature=2Flogin~{V1_1.fingerprint[:10]}").href == pinned[0]
    former.get("/shop/releases/feature-login", status=404)
    former.release(V1_1, label="feature/login")
    former.get("/shop/releases/feature=2Flogin")


def test_the_former_address_of_a_removed_label_does_not_lead_to_another(former):
    former.release(build.release("a: 0001"), label="feature-login")
    with former.store.writing() as session:
        releases.remove(session, "shop", "feature-login", at=former.now)

    gone = former.main("/shop/releases/feature-login", status=404)
    assert gone.one("h1").text.startswith("feature-login was removed from the releases of shop at ")


def test_a_pinned_address_keeps_its_label_among_others_of_the_same_release(site):
    for label in ("release/3", "release-3", "release 3", "newest"):
        site.release(V1_0, label=label)

    for label in ("release/3", "release-3", "release 3", "newest"):
        segment = labels.pinned_segment(label, V1_0.fingerprint)
        assert site.get(f"/shop/releases/{segment}.json").json()["name"] == label
