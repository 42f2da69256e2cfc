"""What Django prints of a finding, to the letter, and what it does where it prints nothing."""

from tests import build
from tests.story import MESSAGE
from tests.web.conftest import BLOCKED, DRIFTED, IN_STEP, environment

FINDINGS = "/shop/environments/sandbox-3/findings"
LIVE = f"{FINDINGS}/missing-dependency/orders.0001_initial"
EXCEPTIONS = "django.db.migrations.exceptions."


def says(site, address: str = LIVE):
    return site.main(address).one("dd", id="django-prints")


def lines(site, address: str = LIVE) -> list[str]:
    return [line.text for line in says(site, address).all("code")]


def test_the_message_is_that_of_django_with_the_dotted_name_and_the_other_commands(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    assert lines(site) == [f"{EXCEPTIONS}InconsistentMigrationHistory: {MESSAGE}"]
    assert says(site).text.endswith(
        "Also for --plan, --check, --fake and makemigrations. "
        "showmigrations looks normal and exits with 0: do not trust it here."
    )


def test_the_alias_is_that_of_the_database_and_makemigrations_does_not_look_there(site):
    site.add(environment("sandbox-3", alias="other"))
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    assert lines(site)[0].endswith("on database 'other'.")
    assert "makemigrations does not end with it." in says(site).text


def test_of_several_messages_those_of_this_migration_come_first_and_chance_is_named(site):
    site.release(build.release("a: 1", "b: 1 @a.1", "c: 1 @a.1"))
    site.seen("sandbox-3", "b.1", "c.1")

    address = f"{FINDINGS}/missing-dependency/c.1"
    assert [line.split("Migration ")[1][:3] for line in lines(site, address)] == ["c.1", "b.1"]
    assert says(site, address).text.startswith("One of these 2, by chance; all of them hold:")


def test_an_error_that_comes_before_is_said_to_come_before(site):
    site.release(build.release("a: 1", "b: 1 @a.1", "c: 1 @d.9", "d: 1"))
    site.seen("sandbox-3", "b.1", "d.1")
    address = f"{FINDINGS}/missing-parent/d.9"

    assert lines(site, address)[0].startswith(f"{EXCEPTIONS}NodeNotFoundError: Migration c.1")
    assert "sqlmigrate" in says(site, address).text


def test_an_error_of_the_command_is_printed_without_its_module(site):
    site.release(build.release("a: 1 < 2", "a: 3 @a.1"))
    site.seen("sandbox-3", "a.1")

    assert lines(site, f"{FINDINGS}/forked/a.2")[0].startswith(
        "CommandError: Conflicting migrations detected;"
    )


def test_where_django_says_nothing_it_is_said_what_migrate_does(site):
    site.release()
    site.seen("sandbox-3", *DRIFTED)
    site.seen("sandbox-4", *IN_STEP[:3], "orders.0003_wip")

    unknown = f"{FINDINGS}/unknown/orders.0003_wip"
    assert lines(site, unknown) == []
    assert says(site, unknown).text == "Nothing. migrate prints “No migrations to apply.” and exits with 0."
    behind = unknown.replace("sandbox-3", "sandbox-4")
    assert says(site, behind).text == "Nothing. migrate has 1 migration to run, and no word of this."


def test_of_trouble_beside_an_error_the_error_is_not_repeated(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED, "orders.0003_wip")

    assert says(site, f"{FINDINGS}/unknown/orders.0003_wip").text == (
        "Nothing of this: migrate ends with the error of another finding."
    )


def test_what_only_makemigrations_refuses_is_printed_by_it(site):
    site.release(build.release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.1"))
    site.seen("sandbox-3", "a.1", "b.1")
    address = f"{FINDINGS}/only-makemigrations/b.1"

    assert says(site, address).text.startswith(
        "migrate has 1 migration to run, and no word of this. But makemigrations ends with:"
    )
    (line,) = lines(site, address)
    assert line.startswith(
        f"{EXCEPTIONS}InconsistentMigrationHistory: Migration b.1 is applied before its dep"
    )
    assert line.endswith("a.s on database 'default'.")


def test_information_is_nothing_that_django_speaks_of(site):
    site.release()
    site.seen("sandbox-3", *IN_STEP, "legacy.0001")

    assert site.main(f"{FINDINGS}/not-covered/legacy.0001").all("dd", id="django-prints") == []
