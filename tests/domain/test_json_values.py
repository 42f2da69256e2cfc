"""Reading JSON costs no more than its length, whatever is wrong with it."""

import pytest

from app.domain import json_values

MANY = 200_000
"""So many names take less than a second, and would take a quarter of an hour where each were looked for among all."""


def test_a_name_twice_among_very_many_is_named():
    names = ",".join(f'"{number}":0' for number in range(MANY))
    value = json_values.parse(f'{{{names},"{MANY - 1}":1}}')

    with pytest.raises(json_values.ManifestError, match=f"{MANY - 1}"):
        json_values.object_with(value, ())
