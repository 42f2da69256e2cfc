"""A manifest of format 1 and a frozen release: what is read, which errors name what, and that nothing is lost."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.json_values import ManifestError
from app.domain.keys import SETTING, MigrationKey
from app.domain.manifest import dumps, freeze, loads, thaw
from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import Migration, Operation, Release, Unreadable

EXAMPLE = """
{"format": "driftboard-release/1", "project": "shop", "label": "v1.2", "commit": "3f2c1a", "django": "5.2.8",
 "settings": {"module": "shop.settings", "AUTH_USER_MODEL": "users.User"}, "unmigrated_apps": ["messages"],
 "migrations": [{"app": "orders", "name": "0001_initial",
   "dependencies": [["users", "0010_add_unique_id_migration"], ["__setting__", "AUTH_USER_MODEL"]],
   "run_before": [], "replaces": [], "initial": true, "atomic": true,
   "operations": [{"kind": "CreateModel", "name": "Mapping", "reversible": true},
                  {"kind": "RunPython", "reversible": false}]}]}
"""

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(letters, max_size=8)
names = st.text(letters, min_size=1, max_size=8)
labels = names.filter(lambda text: "." not in text)
keys = st.builds(MigrationKey, labels, names)
some_keys = st.lists(keys, max_size=3).map(tuple)
dependencies = st.lists(keys | st.just(MigrationKey(SETTING, "AUTH_USER_MODEL")), max_size=3).map(tuple)
flags = st.none() | st.booleans()
fingerprints = st.none() | st.text("0123456789abcdef", min_size=16, max_size=16)
operations = st.builds(Operation, names, st.none() | texts, flags, flags, fingerprints)
migrations = st.builds(
    Migration,
    keys,
    dependencies=dependencies,
    run_before=some_keys,
    replaces=some_keys,
    initial=st.none() | st.booleans(),
    atomic=st.booleans(),
    operations=st.lists(operations, max_size=3).map(tuple),
    path=st.none() | texts,
)


passed_over = st.builds(PassedOver, keys, names, st.sampled_from(PassedOverReason))


@st.composite
def releases(draw: st.DrawFn, **facts: st.SearchStrategy[Any]) -> Release:
    return Release.of(
        draw(st.lists(migrations, max_size=5, unique_by=lambda migration: migration.key)),
        django=draw(st.sampled_from(["3.2", "4.2.30", "5.2.8", "6.0rc1", "6.1.dev20260101"])),
        project=draw(texts),
        label=draw(st.none() | texts),
        commit=draw(st.none() | texts),
        settings=draw(st.dictionaries(texts, st.none() | texts, max_size=3)),
        unmigrated_apps=draw(st.frozensets(labels, max_size=3)),
        passed_over=tuple(sorted(draw(st.lists(passed_over, max_size=2)))),
        **{name: draw(strategy) for name, strategy in facts.items()},
    )


unreadable_parts = st.builds(Unreadable, texts, st.none() | st.integers(1, 9999), texts)
partial = releases(complete=st.booleans(), unreadable=st.lists(unreadable_parts, max_size=2).map(tuple))


def changed(*path: str | int, to: Any = None, without: str = "", also: dict[str, Any] | None = None) -> str:
    """Return the example with a change at `path`: its value becomes `to`, or it loses a key, or gets more keys."""
    content = json.loads(EXAMPLE)
    value = content
    for step in path[:-1] if to is not None else path:
        value = value[step]
    if to is not None:
        value[path[-1]] = to
    value.pop(without, None) if without else value
    value.update(also or {}) if also else value
    return json.dumps(content)


def test_optional_members_of_an_operation_and_the_path_of_a_file_are_read():
    more = {"name": "order.total", "elidable": True, "fingerprint": "0a9f1536da182930"}
    content = json.loads(changed("migrations", 0, "operations", 1, also=more))
    content["migrations"][0]["path"] = "shop/orders/migrations/0001_initial.py"
    (migration,) = loads(json.dumps(content)).migrations.values()

    assert migration.path == "shop/orders/migrations/0001_initial.py"
    assert migration.operations[1] == Operation(
        "RunPython", "order.total", False, elidable=True, fingerprint="0a9f1536da182930"
    )


def test_a_portable_fingerprint_is_kept_and_decides_nothing():
    operation = Operation(
        "RunPython", fingerprint="0a9f1536da182930", portable_fingerprint="1b9f1536da182930"
    )
    with_it, without = (
        Release.of(
            [Migration(MigrationKey("a", "1"), operations=(replace(operation, portable_fingerprint=text),))]
        )
        for text in ("1b9f1536da182930", None)
    )

    (loaded,) = thaw(freeze(with_it)).migrations.values()
    assert loaded.operations[0].portable_fingerprint == "1b9f1536da182930"
    assert with_it.fingerprint == without.fingerprint


def test_an_operation_without_fingerprint_leaves_that_of_the_release_as_it_was():
    """Addresses hold the fingerprint of a release, and older manifests have operations without one."""
    plain = loads(EXAMPLE)
    operations = [Operation("CreateModel", "Mapping", True, False, "0a9f1536da182930")]
    with_fingerprints = Release.of(
        [replace(m, operations=operations) for m in plain.migrations.values()], django=plain.django
    )

    assert plain.fingerprint == "ac814ae996b2588ad9e27e25c0b128249302c0705f9c62e18bc4db4113988eb9"
    assert with_fingerprints.fingerprint != plain.fingerprint


def test_settings_that_decide_nothing_leave_the_fingerprint_of_the_release_as_it_was():
    """A release read from source text does not know them, and a change of one does not change what Django does."""
    plain = loads(EXAMPLE)
    other_settings = {
        "USE_TZ": "True",
        "DATABASES": "default",
        "INSTALLED_APPS": "orders,users",
        "module": "shop.live",
    }

    assert replace(plain, settings={**plain.settings, **other_settings}).fingerprint == plain.fingerprint
    assert replace(plain, settings={"AUTH_USER_MODEL": "other.User"}).fingerprint != plain.fingerprint


def test_a_setting_that_a_dependency_names_counts():
    swapped = Migration(MigrationKey("orders", "1"), dependencies=(MigrationKey(SETTING, "SHOP_MODEL"),))
    fingerprints = {
        Release.of([migration], settings={"SHOP_MODEL": model}).fingerprint
        for migration in (swapped, replace(swapped, dependencies=()))
        for model in ("users.Shop", "other.Shop")
    }

    assert len(fingerprints) == 3


def test_files_that_django_passes_over_count_only_where_there_are_any():
    plain = loads(EXAMPLE)
    file = ["orders", "0002.5_fix", "orders/migrations/0002.5_fix.py", "dot"]
    passing = loads(changed(also={"passed_over": [file]}))

    assert loads(changed(also={"passed_over": []})) == plain
    assert passing.passed_over == (
        PassedOver(
            MigrationKey("orders", "0002.5_fix"), "orders/migrations/0002.5_fix.py", PassedOverReason.DOT
        ),
    )
    assert passing.fingerprint != plain.fingerprint


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (["orders", "1", "x.py"], "must be an app, a name, a path and a reason"),
        (["orders", "1", "", "dot"], "must be an app, a name, a path and a reason"),
        (["orders", "1", 5, "dot"], "must be an app, a name, a path and a reason"),
        (["orders", "1", "x.py", "colour"], "must have one of the reasons dot, first-character, no-package"),
        ("orders", "must be an app, a name, a path and a reason"),
    ],
)
def test_a_wrong_file_that_django_passes_over_is_named(file: object, problem: str):
    with pytest.raises(ManifestError, match=rf"passed_over\[0\]: {problem}"):
        loads(changed(also={"passed_over": [file]}))


def test_the_example_of_the_format_is_read():
    release = loads(EXAMPLE)

    assert release == Release.of(
        [
            Migration(
                MigrationKey("orders", "0001_initial"),
                dependencies=(
                    MigrationKey("users", "0010_add_unique_id_migration"),
                    MigrationKey(SETTING, "AUTH_USER_MODEL"),
                ),
                initial=True,
                operations=(
                    Operation("CreateModel", "Mapping", reversible=True),
                    Operation("RunPython", None, False),
                ),
            )
        ],
        django="5.2.8",
        project="shop",
        label="v1.2",
        commit="3f2c1a",
        settings={"module": "shop.settings", "AUTH_USER_MODEL": "users.User"},
        unmigrated_apps=frozenset(["messages"]),
    )


@given(releases())
@settings(max_examples=200, deadline=None)
def test_nothing_of_a_complete_release_is_lost(release: Release):
    assert loads(dumps(release)) == release


@given(partial)
@settings(max_examples=200, deadline=None)
def test_nothing_of_any_release_is_lost_in_the_store(release: Release):
    assert thaw(freeze(release)) == release
    assert thaw(freeze(release)).fingerprint == release.fingerprint


@given(partial)
@settings(max_examples=50, deadline=None)
def test_one_release_has_one_frozen_text(release: Release):
    reordered = Release.of(
        reversed(release.migrations.values()),
        django=release.django,
        project=release.project,
        label=release.label,
        commit=release.commit,
        settings=dict(reversed(release.settings.items())),
        unmigrated_apps=release.unmigrated_apps,
        unreadable=release.unreadable,
        complete=release.complete,
        passed_over=release.passed_over,
    )

    assert freeze(reordered) == freeze(release)


@given(st.text() | st.from_regex(r'\{"format": "driftboard-release/1".*\}', fullmatch=True))
@settings(max_examples=200, deadline=None)
def test_any_other_text_is_a_manifest_error_and_nothing_else(text: str):
    with pytest.raises(ManifestError):
        loads(text)


MANIFEST_WRONG = {
    "other format": (changed("format", to="driftboard-release/2"), "format: must be"),
    "no format": (changed(without="format"), "format: must be"),
    "a list": ("[]", "must be an object, not a list of 0"),
    "unknown key": (changed(also={"colour": 1}), "colour: is not a key of this format"),
    "unknown key of a migration": (
        changed("migrations", 0, also={"elidable": True}),
        "migrations[0].elidable: is not a key of this format",
    ),
    "unknown key of an operation": (
        changed("migrations", 0, "operations", 0, also={"model": "x"}),
        "migrations[0].operations[0].model: is not a key of this format",
    ),
    "a key less": (changed(without="settings"), "settings: is missing"),
    "replaces absent": (changed("migrations", 0, without="replaces"), "migrations[0].replaces: is missing"),
    "run_before absent": (
        changed("migrations", 0, without="run_before"),
        "migrations[0].run_before: is missing",
    ),
    "a fingerprint of another kind": (
        changed("migrations", 0, "operations", 0, also={"fingerprint": "0A9F"}),
        'migrations[0].operations[0].fingerprint: must be 16 hex digits, not "0A9F"',
    ),
    "operations absent": (
        changed("migrations", 0, without="operations"),
        "migrations[0].operations: is missing",
    ),
    "kind absent": (
        changed("migrations", 0, "operations", 1, without="kind"),
        "migrations[0].operations[1].kind: is missing",
    ),
    "a dependency is a text": (
        changed("migrations", 0, "dependencies", 0, to="users"),
        'migrations[0].dependencies[0]: must be a pair like ["users", "0001_initial"], not "users"',
    ),
    "a dependency has three parts": (
        changed("migrations", 0, "dependencies", 1, to=["a", "b", "c"]),
        "migrations[0].dependencies[1]: must be a pair",
    ),
    "a dependency is half empty": (
        changed("migrations", 0, "dependencies", 1, to=["a", ""]),
        "migrations[0].dependencies[1]: must be a pair",
    ),
    "a setting is replaced": (
        changed("migrations", 0, "replaces", to=[["__setting__", "AUTH_USER_MODEL"]]),
        "migrations[0].replaces[0]: a setting (AUTH_USER_MODEL) can stand only in dependencies",
    ),
    "a setting nobody gives": (
        changed("migrations", 0, "dependencies", to=[["__setting__", "SHOP_MODEL"]]),
        "migrations[0].dependencies[0]: depends on the setting SHOP_MODEL, which is not in settings",
    ),
    "dependencies is an object": (
        changed("migrations", 0, "dependencies", to={}),
        "migrations[0].dependencies: must be a list, not an object",
    ),
    "atomic is a number": (
        changed("migrations", 0, "atomic", to=1),
        "migrations[0].atomic: must be true or false, not 1",
    ),
    "initial is a text": (
        changed("migrations", 0, "initial", to="yes"),
        "migrations[0].initial: must be true",
    ),
    "reversible is a number": (
        changed("migrations", 0, "operations", 0, "reversible", to=0),
        "migrations[0].operations[0].reversible: must be true or false, not 0",
    ),
    "a label with a dot": (
        changed("migrations", 0, "app", to="shop.orders"),
        'migrations[0].app: must be an app label like "users", not "shop.orders"',
    ),
    "an empty name": (changed("migrations", 0, "name", to=""), "migrations[0].name: must not be empty"),
    "a setting is a number": (changed("settings", "X", to=3), "settings.X: must be a string, not 3"),
    "no version": (
        changed("django", to="five"),
        'django: must be a Django version like "5.2" or "5.2.8", not "five"',
    ),
    "version is a number": (changed("django", to=5.2), "django: must be a string, not 5.2"),
    "half a letter": (
        changed("project", to="\ud800"),
        "project: holds a character that no text has: '\\ud800'",
    ),
    "a key twice": (
        EXAMPLE.replace('"initial": true', '"initial": true, "initial": false'),
        "migrations[0].initial: is there twice",
    ),
    "a top key twice": (EXAMPLE.replace('"project"', '"label"'), "label: is there twice"),
    "a setting twice": (
        EXAMPLE.replace('"module"', '"AUTH_USER_MODEL"'),
        "settings.AUTH_USER_MODEL: is there twice",
    ),
    "malformed": ('{"format":\n "driftboard-release/1",]', "not JSON: "),
    "not a number": (EXAMPLE.replace("true", "NaN", 1), "NaN is not JSON"),
    "too deep": ("[" * 100_000, "nested too deeply"),
    "too long a number": (EXAMPLE.replace('"v1.2"', "1" * 5000), "too many digits"),
}


@pytest.mark.parametrize(("text", "says"), MANIFEST_WRONG.values(), ids=MANIFEST_WRONG.keys())
def test_what_is_wrong_is_named_with_its_path(text: str, says: str):
    with pytest.raises(ManifestError) as caught:
        loads(text)

    assert says in str(caught.value)
    assert (
        f"{caught.value.path}: {caught.value.problem}" if caught.value.path else caught.value.problem
    ) == str(caught.value)


def test_malformed_json_is_named_with_line_and_column():
    with pytest.raises(ManifestError, match=r"line 2, column 25"):
        loads('{"format":\n "driftboard-release/1",]')


def test_a_migration_twice_is_named_with_both_places():
    content = json.loads(EXAMPLE)
    content["migrations"] *= 2

    with pytest.raises(
        ManifestError, match=r"^migrations\[1\]: orders.0001_initial .* first as migrations\[0\]"
    ):
        loads(json.dumps(content))


@pytest.mark.parametrize(
    "path", [("label",), ("commit",), ("migrations", 0, "initial"), ("settings", "module")]
)
def test_what_may_be_unknown_may_be_null(path: tuple[str | int, ...]):
    content = json.loads(EXAMPLE)
    value = content
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = None

    assert loads(json.dumps(content)).migrations.keys() == loads(EXAMPLE).migrations.keys()


def test_a_release_of_a_directory_is_no_manifest():
    with pytest.raises(ValueError, match="every installed app"):
        dumps(Release.of([], complete=False))
