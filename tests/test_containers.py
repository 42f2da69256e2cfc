"""The image and the compose file, as far as they can be tested without a container engine."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from app import collect, config
from app.config import Secret
from app.domain import manifest
from app.domain.drift import compare
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from tests.servers.postgres import PostgresServer, binaries

CHECKOUT = Path(__file__).resolve().parent.parent
PASSWORD = "made-up"
BLOCKED = (
    "Migration orders.0001_initial is applied before its dependency users.0010_add_unique_id_migration "
    "on database 'default'."
)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))


def load_database(postgres: PostgresServer, *scripts: str) -> str:
    """Create the database `shop` with these files of docker/, as PostgreSQL's image does; returns the owner's URL."""
    url = postgres.create_database("shop")
    for script in scripts:
        command = [binaries() / "psql", "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-f", script, url]
        subprocess.run(
            command, cwd=CHECKOUT / "docker", env={"DRIFTBOARD_READER_PASSWORD": PASSWORD}, check=True
        )
    return url


def test_every_service_waits_for_services_that_exist(compose: dict[str, Any]):
    services = compose["services"]
    waits = {name for service in services.values() for name in service.get("depends_on", {})}

    assert waits <= services.keys()


def test_a_service_that_is_awaited_healthy_can_say_so(compose: dict[str, Any]):
    services = compose["services"]
    awaited = {
        name
        for service in services.values()
        for name, wait in service.get("depends_on", {}).items()
        if wait["condition"] == "service_healthy"
    }
    in_image = {"web"} if "HEALTHCHECK" in (CHECKOUT / "Dockerfile").read_text(encoding="utf-8") else set()

    assert awaited <= {name for name in services if "healthcheck" in services[name]} | in_image


def test_every_mounted_file_is_there(compose: dict[str, Any]):
    mounts = [mount for service in compose["services"].values() for mount in service.get("volumes", [])]
    files = {mount.partition(":")[0] for mount in mounts if mount.startswith("./")}

    assert len(files) == 7
    assert [file for file in files if not (CHECKOUT / file).exists()] == []


def test_no_password_stands_in_the_compose_file():
    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    secrets = re.findall(r"PASSWORD: (\S+)", text) + re.findall(
        r"postgresql://\w+:(\S+?)@", text.replace(" ", "·")
    )

    assert len(secrets) == 5
    assert [secret for secret in secrets if not secret.startswith("${") or ":?" not in secret] == []


def test_every_variable_of_the_compose_file_is_in_the_example():
    variables = re.findall(r"\$\{(\w+):\?", (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
    example = (CHECKOUT / ".env.example").read_text(encoding="utf-8")

    assert set(variables) == set(re.findall(r"^(\w+)=$", example, re.MULTILINE))


def test_the_fleet_is_read_and_its_databases_are_services(compose: dict[str, Any]):
    file = CHECKOUT / "docker" / "driftboard.toml"
    project = config.load(file, {"DRIFTBOARD_READER_PASSWORD": PASSWORD}).project("shop")
    hosts = set(re.findall(r"@([\w-]+)/", file.read_text(encoding="utf-8")))

    assert project is not None
    assert [environment.slug for environment in project.environments] == [
        "production",
        "sandbox-1",
        "sandbox-2",
    ]
    assert [source.path.is_file() for source in project.releases] == [True]
    assert hosts == {"production-tenants", "sandbox-blocked", "sandbox-in-step"} <= compose["services"].keys()


def test_the_configuration_in_the_readme_is_read(tmp_path: Path):
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    file = tmp_path / "driftboard.toml"
    file.write_text(text.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "v1.2.json").write_bytes((CHECKOUT / "docker/releases/v1.2.json").read_bytes())
    project = config.load(file, {"SANDBOX_3_PASSWORD": PASSWORD}).project("shop")

    assert project is not None
    assert [
        (environment.slug, environment.tier, environment.region) for environment in project.environments
    ] == [("sandbox-3", "sandbox", "eu-west")]


@pytest.mark.parametrize(
    ("script", "verdict", "messages"),
    [
        ("sandbox-blocked.sql", "blocked", (BLOCKED,)),
        ("sandbox-in-step.sql", "in-step", ()),
    ],
)
def test_a_sandbox_tells_its_part_of_the_story(
    postgres: PostgresServer, driftboard_reader: str, script: str, verdict: str, messages: tuple[str, ...]
):
    load_database(postgres, script, "reader.sql")
    with psycopg.connect(postgres.dsn("shop", user=driftboard_reader, password=PASSWORD)) as connection:
        rows = connection.execute("SELECT app, name, applied FROM django_migrations ORDER BY id").fetchall()
    release = manifest.loads((CHECKOUT / "docker/releases/v1.2.json").read_text(encoding="utf-8"))
    history = History(tuple(Row(MigrationKey(app, name), str(applied)) for app, name, applied in rows))
    drift = compare(release, history)

    assert drift.verdict == verdict
    assert drift.outcome.messages == messages


def test_two_of_forty_tenants_are_off(postgres: PostgresServer, driftboard_reader: str):
    load_database(postgres, "tenants.sql", "tenants-reader.sql")
    file = CHECKOUT / "docker" / "driftboard.toml"
    production = config.load(file, {"DRIFTBOARD_READER_PASSWORD": PASSWORD}).projects[0].environments[0]
    url = Secret(postgres.dsn("shop", user=driftboard_reader, password=PASSWORD))
    batches = list(collect.schema_batches(url, production.databases[0].schemas, {}))
    release = manifest.loads((CHECKOUT / "docker/releases/v1.2.json").read_text(encoding="utf-8"))
    verdicts = {
        name: compare(release, history).verdict.value
        for batch in batches
        for name, (history, _) in batch.histories.items()
    }

    assert len(verdicts) == 40
    assert {name: verdict for name, verdict in verdicts.items() if verdict != "in-step"} == {
        "tenant_17": "blocked",
        "tenant_31": "behind",
    }


def test_the_reader_sees_one_table_and_writes_nothing(postgres: PostgresServer, driftboard_reader: str):
    load_database(postgres, "sandbox-blocked.sql", "reader.sql")
    url = postgres.dsn("shop", user=driftboard_reader, password=PASSWORD)
    with psycopg.connect(url, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM users_customer")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM django_migrations")
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM django_migrations")


@pytest.mark.parametrize("document", ["README.md", "docs/permissions.md"])
def test_the_documents_grant_what_the_containers_grant(document: str):
    granted = re.findall(
        r"^(?:CREATE ROLE|ALTER ROLE|GRANT) .*;$", (CHECKOUT / "docker/reader.sql").read_text(), re.MULTILINE
    )
    text = (CHECKOUT / document).read_text(encoding="utf-8").replace("'…'", ":'password'")

    assert len(granted) == 5
    assert "\n".join(granted) in text


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed files of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
    ]
    subprocess.run([*command, CHECKOUT], check=True)
    (file,) = folder.glob("driftboard-*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_of_the_image_carries_the_pages_and_finds_them(wheel: Path):
    names = [str(file.relative_to(wheel)) for file in wheel.rglob("*")]
    question = "from app import assets; print(assets.STATIC)"
    answer = subprocess.run(
        [sys.executable, "-c", question], cwd=wheel, capture_output=True, text=True, check=True
    )

    static = Path(answer.stdout.strip())
    assert static == wheel / "app" / "_assets" / "static"
    assert (static / "cdn.json").is_file()
    assert (static / "vendor" / "htmx.min.js").is_file()
    assert (static / "vendor" / "cytoscape.esm.min.mjs").is_file()
    assert not [name for name in names if name.startswith(("tests/", "static/", "templates/", "reporter/"))]


def test_the_wheel_of_the_image_carries_the_reporter_for_its_demo(wheel: Path):
    question = "from app import assets; print(assets.REPORTER)"
    folder = subprocess.run(
        [sys.executable, "-c", question], cwd=wheel, capture_output=True, text=True, check=True
    ).stdout.strip()
    answer = subprocess.run(
        [sys.executable, "-m", "driftboard_reporter", "--version"],
        cwd=wheel.parent,
        env={**os.environ, "PYTHONPATH": folder},
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(folder) == wheel / "app" / "_assets" / "reporter"
    assert answer.stdout == "1.2.0\n"


def test_the_dashboard_without_sign_in_is_published_on_this_machine_alone(compose: dict[str, Any]):
    web = compose["services"]["web"]

    assert "--insecure-no-sign-in" in web["command"]
    assert [port.split(":")[0] for port in web["ports"]] == ["127.0.0.1"]
