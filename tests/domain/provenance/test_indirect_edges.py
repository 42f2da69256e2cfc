from dataclasses import replace

from app.domain.drift import compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.provenance import CodeHistory, Knowledge, explanation_of, indirect_explanation
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Release
from app.domain.runbook import Variant
from app.domain.runbook.edges import edge_variant, indirect_entry
from tests.build import history, key, release
from tests.domain.provenance.code import code, commit, did, ref

LATEST_1 = release("cms: 1 @ctyp.__latest__", "ctyp: 1", label="v1")
LATEST_2 = release("cms: 1 @ctyp.__latest__", "ctyp: 1 < 2", label="v2")
ROWS = history("ctyp.1", "cms.1")


def told(here: Release, rows: History, *releases: Release, story: CodeHistory = NO_HISTORY) -> list[str]:
    drift = compare(here, rows)
    return list(explanation_of(Knowledge(story, releases), drift).sentences(drift.findings[0]))


def test_what_latest_stood_for_before():
    story = code(
        [commit("a"), commit("b", "a", day=10)],
        [
            did("a", "added cms.1"),
            did("a", "added cms.1 dependencies ctyp.__latest__"),
            did("b", "added ctyp.2"),
        ],
        ref("v1", "a"),
        ref("v2", "b"),
    )

    assert told(LATEST_2, ROWS) == [
        "cms.1 needs ctyp.2 by ctyp.__latest__: it is the last migration of ctyp here."
    ]
    start = (
        "cms.1 needs ctyp.2 by ctyp.__latest__: it is the last migration of ctyp here; in v1 that was ctyp.1"
    )
    assert told(LATEST_2, ROWS, LATEST_1, LATEST_2) == [f"{start}."]
    assert told(LATEST_2, ROWS, LATEST_1, LATEST_2, story=story) == [
        f"{start}; ctyp.2 came in bbbbbbb (11 May 2026), first in v2."
    ]
    renamed = replace(story, changes=(*story.changes[:2], did("b", "renamed ctyp.2 from ctyp.x")), refs=())
    assert told(LATEST_2, ROWS, LATEST_1, LATEST_2, story=renamed) == [
        f"{start}; ctyp.2 was named so in bbbbbbb (11 May 2026)."
    ]
    found = replace(story, changes=(*story.changes[:2], did("b", "found ctyp.2")))
    assert told(LATEST_2, ROWS, LATEST_1, LATEST_2, story=found) == [f"{start}."]


def test_a_first_migration_that_got_another_before_it():
    before = release("cms: 1 @ctyp.__first__", "ctyp: 2", label="v1")
    after = release("cms: 1 @ctyp.__first__", "ctyp: 1 < 2", label="v2")

    assert told(after, history("cms.1"), before, after) == [
        "cms.1 needs ctyp.1 by ctyp.__first__: it is the first migration of ctyp here; in v1 that was ctyp.2."
    ]


def swapped(model: str, *lines: str, label: str) -> Release:
    apps = lines or ("auth: 1", "accounts: 1")
    return release(
        "shop: 1 @__setting__.AUTH_USER_MODEL", *apps, label=label, settings={"AUTH_USER_MODEL": model}
    )


def test_a_setting_that_names_another_model_now():
    v1, v2 = swapped("auth.User", label="v1"), swapped("accounts.User", label="v2")
    rows = history("auth.1", "shop.1")
    start = "shop.1 needs accounts.1 by the setting AUTH_USER_MODEL, which is accounts.User here."

    drift = compare(v2, rows)
    assert list(indirect_explanation(drift).sentences(drift.findings[0])) == [start]
    assert indirect_explanation(compare(v1, rows)).whys == {}
    was = f"{start} In v1 it was auth.User and stood for auth.1"
    assert told(v2, rows, v1, v2) == [f"{was}; v2 is the first known release with the new value."]
    assert told(v2, rows, v1) == [f"{was}."]
    newer = replace(v2, label="v3")
    assert told(v2, rows, v1, v2, newer) == [f"{was}; v2 is the first known release with the new value."]


def test_a_setting_that_stayed_while_the_app_began_anew():
    v1 = swapped("accounts.User", "accounts: 2", label="v1")
    v2 = swapped("accounts.User", "accounts: 1 < 2", label="v2")
    by_setting = "shop.1 needs accounts.1 by the setting AUTH_USER_MODEL, which is accounts.User here."

    assert told(v2, history("shop.1"), v1, v2) == [f"{by_setting} In v1 the setting stood for accounts.2."]


def test_a_release_without_the_entry_or_the_app_tells_nothing():
    without_entry = release("cms: 1", "ctyp: 1", label="v0")
    without_app = release("cms: 1 @ctyp.__latest__", label="v0", complete=False)
    without_file = release("ctyp: 1", label="v0")
    start = "cms.1 needs ctyp.2 by ctyp.__latest__: it is the last migration of ctyp here."

    for before in (without_entry, without_app, without_file):
        assert told(LATEST_2, ROWS, before, LATEST_2) == [start]


def test_the_variant_of_a_missing_dependency():
    setting = swapped("accounts.User", label="v2")
    both = release(
        "shop: 1 @__setting__.AUTH_USER_MODEL @ctyp.__latest__",
        "ctyp: 1",
        "accounts: 1",
        settings={"AUTH_USER_MODEL": "accounts.User"},
    )
    mixed = release("shop: 1 @b.1 @ctyp.__latest__", "ctyp: 1", "b: 1")

    def variant(code_: Release, rows: History) -> Variant:
        drift = compare(code_, rows)
        return circumstances_of(drift, drift.findings[0]).variant

    assert variant(setting, history("shop.1")) is Variant.BY_SETTING
    assert variant(both, history("shop.1")) is Variant.BY_SETTING
    assert variant(LATEST_2, ROWS) is Variant.BY_END
    assert variant(mixed, history("shop.1")) is Variant.GENERAL
    assert edge_variant(mixed, Finding(Code.UNKNOWN, key("a.1"))) is Variant.GENERAL
    run_before = release("a: 1 ^b.1", "b: 1")
    assert indirect_entry(run_before, key("b.1"), key("a.1")) is None
    assert indirect_entry(run_before, key("c.1"), key("a.1")) is None
