"""Tokens: shown once, kept as a hash, told after they are revoked."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.config import Secret
from app.store.engine import Store
from app.store.pushed import tokens
from app.store.pushed.tokens import Token

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def create(store: Store, project: str = "shop", **facts) -> tuple[Token, Secret]:
    with store.writing() as session:
        return tokens.create(session, project, **{"at": T0, **facts})


def with_text(store: Store, token: str) -> Token | None:
    with store.reading() as session:
        return tokens.with_text(session, token)


def test_a_token_is_found_by_its_text(store: Store):
    token, shown = create(store, environment="sandbox-3", note="the deploy job")

    assert re.fullmatch(rf"drb_{token.id}_[A-Za-z0-9_-]{{43}}", shown.reveal())
    assert with_text(store, shown.reveal()) == token
    assert token == Token(token.id, "shop", "sandbox-3", "the deploy job", T0)


def test_the_store_does_not_hold_what_was_shown(store: Store):
    _, shown = create(store)
    with store.reading() as session:
        kept = repr(session.execute(text("SELECT * FROM tokens")).all())

    assert shown.reveal().rpartition("_")[2] not in kept
    assert shown.reveal() not in repr((shown, kept))


@pytest.mark.parametrize("change", ["", "x", "drb_", "drb_3f2c1a9b_", "\udcff", "ü" * 52, "a" * 10_000])
def test_another_text_is_no_token(store: Store, change: str):
    create(store)

    assert with_text(store, change) is None


def test_the_id_alone_and_every_other_random_part_find_nothing(store: Store):
    token, shown = create(store)
    other, other_shown = create(store)
    random_part = other_shown.reveal().removeprefix(f"drb_{other.id}_")

    assert with_text(store, token.id) is None
    assert with_text(store, f"drb_{token.id}_{random_part}") is None
    assert with_text(store, shown.reveal() + "x") is None
    assert with_text(store, shown.reveal()[:-1]) is None


def test_a_revoked_token_is_still_told_with_the_time_of_the_first_time(store: Store):
    token, shown = create(store)
    with store.writing() as session:
        assert tokens.revoke(session, "none", at=T0) is None
        tokens.revoke(session, token.id, at=T0 + MINUTE)
        again = tokens.revoke(session, token.id, at=T0 + 2 * MINUTE)

    assert again == with_text(store, shown.reveal())
    assert again is not None
    assert again.revoked_at == T0 + MINUTE


def test_they_are_listed_with_the_newest_first(store: Store):
    first, _ = create(store)
    second, _ = create(store, environment="one")
    third, _ = create(store, project="depot")
    with store.reading() as session:
        assert tokens.all_tokens(session) == (third, second, first)
        assert tokens.all_tokens(session, "shop") == (second, first)
        assert tokens.all_tokens(session, "none") == ()
