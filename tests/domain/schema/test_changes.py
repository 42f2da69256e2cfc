"""What each migration of a release changes: as the reporter was told, or as the source says."""

from dataclasses import replace

from app.domain.release import Operation, Release
from app.domain.schema import Column, SchemaChange, SchemaChangeKind, TableName, schema_changes
from app.domain.schema.change import written
from app.domain.schema.declaration import Declaration
from app.domain.schema.declaration import written as declared
from tests.build import key, release
from tests.domain.schema.replaying import add, field, foreign, model, words

TABLE = SchemaChange(SchemaChangeKind.CREATE_TABLE, TableName("a_order"), (Column("id"),))


def with_operations(code: Release, **operations: tuple[Operation, ...]) -> Release:
    """The release with operations; `a_1` stands for the key a.1."""
    migrations = {
        migration.key: replace(migration, operations=operations.get("_".join(migration.key), ()))
        for migration in code.migrations.values()
    }
    return replace(code, migrations=migrations)


def stated(*declarations: Declaration | None) -> tuple[Operation, ...]:
    return tuple(
        Operation("X", declaration=None if each is None else declared(each)) for each in declarations
    )


def told(code: Release) -> dict[str, list[str]]:
    return {str(key): [words(each) for each in changes] for key, changes in schema_changes(code).items()}


def test_what_the_reporter_was_told_is_taken_as_it_is():
    code = with_operations(release("a: 1"), a_1=(Operation("X", schema=written((TABLE,))), Operation("Y")))

    assert schema_changes(code)[key("a.1")] == ((TABLE,), None)
    assert schema_changes(code) is schema_changes(code), "it is worked out once"


def test_what_the_source_states_is_put_together_in_the_order_in_which_it_runs():
    code = with_operations(
        release("b: 1 @a.2", "a: 1 < 2"),
        a_1=stated(model("order")),
        a_2=stated(Declaration("RenameModel", "order", to="purchase")),
        b_1=stated(model("line", foreign("of", "a.purchase"))),
    )

    assert told(code) == {
        "a.1": ["create-table a_order id"],
        "a.2": ["rename-table a_order to a_purchase"],
        "b.1": ["create-table b_line id of_id>a_purchase"],
    }


def test_a_squash_and_its_originals_are_known_both():
    code = with_operations(
        release("a: 1 < 2", "a: 1to2 = 1+2"),
        a_1=stated(model("order")),
        a_2=stated(add("order", field("sum"))),
        a_1to2=stated(model("order", field("sum"))),
    )

    assert told(code) == {
        "a.1": ["create-table a_order id"],
        "a.2": ["add-column a_order sum"],
        "a.1to2": ["create-table a_order id sum"],
    }


def test_a_setting_leads_to_the_app_of_its_model():
    code = with_operations(
        release("a: 1 @__setting__.AUTH_USER_MODEL", "users: 1", settings={"AUTH_USER_MODEL": "users.User"}),
        a_1=stated(model("order", foreign("by", "__setting__.AUTH_USER_MODEL"))),
        users_1=stated(model("user", swappable="AUTH_USER_MODEL")),
    )

    assert told(code)["a.1"] == ["create-table a_order id by_id>users_user"]


def test_nothing_is_known_behind_a_missing_file():
    code = with_operations(release("a: 2 @a.1"), a_2=stated(model("order")))

    assert told(code) == {"a.2": ["?"]}
