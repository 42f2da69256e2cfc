"""Keys in addresses: whatever stands in the table of a database has a panel of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.store import snapshots
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import key_of, text_of
from tests.web.conftest import BEHIND

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(".=/\\ \n%?#"), max_size=6)
KEYS = st.builds(MigrationKey, TEXTS, TEXTS)
HOSTILE = (
    "",
    ".",
    "..",
    "a.b",
    "a\nb",
    "a/../b",
    "a\\b",
    "=",
    "a=2Eb",
    "ünï",
    "%2F",
    "?x#y",
    "a b",
    "\u2028",
    "x.json",
)


@pytest.mark.parametrize(
    ("app_label", "name", "text"),
    [
        ("orders", "0001_initial", "orders.0001_initial"),
        ("a", "b.c", "a.b.c"),
        ("a.b", "c", "a=2Eb.c"),
        ("", "0001", "=.0001"),
        ("a", "", "a.="),
        ("ünï", "0001 x", "ünï.0001 x"),
    ],
)
def test_ordinary_keys_stay_as_they_are_and_all_others_are_escaped(app_label, name, text):
    assert text_of(MigrationKey(app_label, name)) == text


@given(KEYS)
def test_a_text_tells_its_key(key):
    assert key_of(text_of(key)) == key


@given(KEYS, KEYS)
def test_two_keys_never_share_a_text(one, other):
    assert (text_of(one) == text_of(other)) is (one == other)


def test_addresses_that_were_written_with_percent_signs_still_name_their_key():
    assert key_of("a.b/c") == MigrationKey("a", "b/c")
    assert key_of("a=b.c") == MigrationKey("a=b", "c")


@pytest.mark.parametrize("wrong", ["", "orders", ".", "orders."])
def test_what_is_no_key_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a migration key"):
        key_of(wrong)


def test_every_row_has_its_panel_live_and_pinned(site):
    """Rows of any text: nothing but Django keeps the table in order."""
    release = site.release()
    keys = [key for text in HOSTILE for key in (MigrationKey(text, "0001"), MigrationKey("a", text))]
    history = History(
        tuple(
            Row(key, "2026-01-05 12:00:00", number)
            for number, key in enumerate((*(MigrationKey.parse(text) for text in BEHIND), *keys), 1)
        )
    )
    site.environments("a")
    with site.store.writing() as session:
        snapshots.add(session, "shop", "a", history, at=site.now)
    pinned = EnvironmentAddress.pinned(
        "shop", "a", site.now, history=history.fingerprint, label="v1.2", release=release.fingerprint
    )

    for address, some in ((EnvironmentAddress.live("shop", "a"), keys), (pinned, keys[::3])):
        for key in some:
            panel = site.page(address.panel(key))
            assert panel.by_id("panel").attributes["data-key"] == str(key)
        assert site.page(address.page(focus=text_of(keys[9]))).by_id("panel").attributes["data-key"] == str(
            keys[9]
        )


def test_a_pinned_address_with_an_encoded_slash_has_an_answer(site):
    release = site.release()
    history = site.seen("a", *BEHIND)
    pinned = EnvironmentAddress.pinned(
        "shop", "a", site.now, history=history.fingerprint, label="v1.2", release=release.fingerprint
    ).path

    site.get(pinned.replace("/against/", "%2Fagainst/"), status=308)
