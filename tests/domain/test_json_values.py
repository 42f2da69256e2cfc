"""Reading JSON costs no more than its length, whatever is wrong with it."""

from datetime import UTC, datetime

import pytest

from app.domain import json_values

MANY = 200_000
"""So many names take less than a second, and would take a quarter of an hour where each were looked for among all."""


def test_a_name_twice_among_very_many_is_named():
    names = ",".join(f'"{number}":0' for number in range(MANY))
    value = json_values.parse(f'{{{names},"{MANY - 1}":1}}')

    with pytest.raises(json_values.ManifestError, match=f"{MANY - 1}"):
        json_values.object_with(value, ())


@pytest.mark.parametrize(
    "text",
    ["[" * 2_000_001, '{"a":' * 2_000_001, "[" + "[]," * 2_000_000 + "[]]", "[" + "0," * 8_000_000 + "0,0]"],
)
def test_what_takes_much_memory_is_refused_before_it_is_read(text: str):
    with pytest.raises(json_values.ManifestError, match="holds more than 2,000,000 lists and objects"):
        json_values.parse(text)


def test_a_moment_is_in_utc():
    assert json_values.moment("2026-11-29T23:00:00+05:45") == datetime(2026, 11, 29, 17, 15, tzinfo=UTC)
    assert json_values.moment("9999-12-31T23:59:59Z").tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        "",
        "tomorrow",
        "2026-11-29",
        "2026-11-29T23:00:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_is_no_moment_is_refused(value: object):
    with pytest.raises(json_values.ManifestError):
        json_values.moment(value)
