"""The releases stand in the order of the code, whenever Driftboard read them; dates of commits are shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.provenance.code_history import CodeHistory, Commit, Ref, RefKind
from app.store import codehistory
from tests import build
from tests.web.conftest import NOW
from tests.web.releases.shop import section

HEADS = {"v1.0": "a" * 40, "v1.1": "b" * 40, "main": "c" * 40, "gift-cards": "d" * 40}
JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def add(site, *labels: str) -> None:
    for number, label in enumerate(labels):
        code = replace(build.release(f"users: {number:04}_{label}"), commit=HEADS.get(label))
        site.release(code, label=label, ago=timedelta(hours=50 - number))


def follow(site) -> None:
    """The repository has two versions, the main branch after the first, and a branch."""
    branches = ("main", "gift-cards")
    commits = {
        head: Commit(
            head, () if label == "v1.0" else (HEADS["v1.0"],), committed_at=JUNE + timedelta(days=number)
        )
        for number, (label, head) in enumerate(HEADS.items())
    }
    refs = tuple(
        Ref(
            label,
            RefKind.BRANCH if label in branches else RefKind.TAG,
            head,
            head,
            rank=branches.index(label) if label in branches else 9,
            committed_at=commits[head].committed_at,
        )
        for label, head in HEADS.items()
    )
    with site.store.writing() as session:
        codehistory.add(session, "shop", CodeHistory(commits, refs=refs), at=NOW)


def test_branches_are_compared_with_main_and_versions_with_the_one_before(site):
    add(site, "v1.1", "gift-cards", "v1.0", "main")
    follow(site)

    main = site.main("/shop/releases")
    rows = section(main, "Releases").by_role("listitem")

    assert [row.by_role("link")[0].text for row in rows] == ["main", "gift-cards", "v1.1", "v1.0"]
    assert [row.by_role("link")[1].text for row in rows[:3]] == [
        "What changed since v1.0",
        "What changed since main",
        "What changed since v1.0",
    ]
    assert "read 17 Jun 2026 (commit of 3 Jun 2026)" in rows[0].text
    assert [option.text for option in main.all("option") if "selected" in option.attributes] == [
        "v1.0",
        "main",
    ]
    assert "read 17 Jun 2026 (commit of 2 Jun 2026)" in site.main("/shop/releases/v1.1").text
    first = site.get("/shop/releases.json").json()["releases"][0]
    assert (first["before"], first["committed_at"]) == ("v1.0", "2026-06-03T00:00:00Z")
    assert site.main("/shop/releases/gift-cards").link("What changed since main")


def test_what_has_neither_version_nor_date_stands_last_and_it_is_said(site):
    add(site, "mine", "v1.10", "his", "v1.9")

    main = site.main("/shop/releases")

    assert [row.by_role("link")[0].text for row in section(main, "Releases").by_role("listitem")] == [
        *("v1.10", "v1.9", "his", "mine")
    ]
    assert "Neither a version nor the date of a commit is known of his and mine: they stand last" in main.text


def test_a_merged_branch_edits_nothing_and_what_was_read_from_source_is_said_to_hold_less(site):
    merged = build.release("users: 1", complete=False, commit=HEADS["v1.0"])
    site.release(merged, label="gift-cards")
    site.release(build.release("users: 1 < 2", "orders: 1", commit=HEADS["main"]), label="main")
    follow(site)

    main = site.main("/shop/releases")

    assert (
        "Is contained in main, which has moved on." in section(main, "Releases").by_role("listitem")[1].text
    )
    assert main.one("h1").text == "2 releases are known. None edited what the one before had released."
    assert "gift-cards was read from source, which does not hold the apps of installed packages" in main.text
