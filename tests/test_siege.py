"""What `python -m tests.siege` offers, and docs/reliability.md says of it."""

from pathlib import Path

from tests.siege.__main__ import attacks, listing

TABLE = Path(__file__).parent.parent / "docs" / "reliability.md"


def test_every_attack_is_in_the_table_of_what_holds():
    text = TABLE.read_text(encoding="utf-8")

    assert [name for name in attacks() if f"`{name}`" not in text] == []


def test_an_attack_is_listed_with_its_recipe_and_what_it_does():
    assert [line.split()[2] for line in listing()] == [f"ATTACKS={name}" for name in attacks()]
    assert all(line.endswith((".", ").")) for line in listing())
