"""The recipes of docs/ci.md, run with their own commands on the shop's repository, against a real dashboard."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import collect
from app.config import Environment, Project, Secret, Settings
from app.domain import manifest
from app.main import create_app
from app.store import releases, snapshots
from app.store.engine import Store, open_store
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose
from tests.ci.checkout import Checkout, read, recipe
from tests.cli.check_forms import cases, commands, issues, results
from tests.servers import dashboard
from tests.story import Story

BLOCKED = ("sandbox-3", "sandbox-7")
SLUGS = (*BLOCKED, "production-us")
ORDERS = "orders/migrations/0001_initial.py"
UNIQUE_ID = "users.0010_add_unique_id_migration"


@pytest.fixture(scope="module")
def known(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """A dashboard that knows v1.0 and v1.1, and what three environments hold. v1.2 is not merged yet."""
    now = datetime.now(UTC)
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('store')}/driftboard.db")
    with store.writing() as session:
        for label in ("v1.0", "v1.1"):
            text = (story.folder / "releases" / f"{label}.json").read_text(encoding="utf-8")
            releases.add(session, "shop", manifest.loads(text), label=label, at=now)
        for slug in SLUGS:
            history = collect.history(f"sqlite:///{story.folder}/databases/{slug}.sqlite3")
            snapshots.add(session, "shop", slug, history, at=now)
    project = Project(
        "shop", "Shop", release="v1.1", environments=tuple(Environment(slug, ()) for slug in SLUGS)
    )
    app = create_app(
        Settings(Secret("sqlite:///not-used.db"), (project,)), store, now=lambda: datetime.now(UTC)
    )
    with dashboard.serve(app) as address:
        yield address, store
    store.close()


@pytest.fixture
def checkout(story: Story, known: tuple[str, Store], tmp_path: Path) -> Checkout:
    """The pull request of v1.2 as CI checks it out: its merge into the branch that v1.1 is on."""
    address, store = known
    with store.writing() as session:
        token = tokens.create(session, "shop", purpose=Purpose.READ, at=datetime.now(UTC))[1]
    made = Checkout(tmp_path / "shop", address, token.reveal())
    repository = story.folder / "repository"
    subprocess.run(["git", "clone", "--quiet", "--no-local", repository, made.root], check=True)
    made.git("checkout", "--quiet", "--detach", "v1.1")
    made.git("commit", "--quiet", "--allow-empty", "-m", "Beside")
    made.git("merge", "--quiet", "--no-ff", "-m", "Merge the pull request", "v1.2")
    return made


def moved(checkout: Checkout) -> None:
    """Take the edge out of the released migration, and put it into a new one."""
    path = checkout.root / ORDERS
    path.write_text(checkout.git("show", f"v1.1:{ORDERS}") + "\n")
    last = max(path.parent.glob("0*.py")).stem
    (path.parent / "0099_number_by_unique_id.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f'    dependencies = [("orders", "{last}"), ("users", "0010_add_unique_id_migration")]\n'
        "    operations = []\n"
    )
    checkout.git("add", "--all")


def of_github(checkout: Checkout) -> subprocess.CompletedProcess[str]:
    """The steps of the workflow that are commands, one after the other."""
    summary = checkout.root.parent / "summary.md"
    done = None
    for step in read("GitHub Actions")["jobs"]["check"]["steps"]:
        if "run" in step:
            done = checkout.run(step["run"], {"GITHUB_STEP_SUMMARY": str(summary)})
    assert done is not None
    return done


def test_the_workflow_marks_the_edit_and_passes_once_the_edge_is_moved(checkout: Checkout):
    refused = of_github(checkout)

    assert refused.returncode == 1, refused.stderr
    level, properties, message = commands(refused.stdout)[0]
    line = next(
        number
        for number, text in enumerate((checkout.root / ORDERS).read_text().split("\n"), start=1)
        if "0010_add_unique_id_migration" in text
    )
    assert (level, properties["file"], properties["line"]) == ("error", ORDERS, str(line))
    assert "In 2 of 3 environments (sandbox-3 and sandbox-7): orders.0001_initial is applied" in message
    edit = checkout.git("log", "-1", "--format=%h", "--abbrev=7", "v1.2", "--", ORDERS)
    assert f"commit {edit} " in message
    (result, *_) = results((checkout.root / "driftboard.sarif").read_text(encoding="utf-8"))
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": line}
    assert "**No.** With" in (checkout.root.parent / "summary.md").read_text(encoding="utf-8")
    assert checkout.token not in refused.stdout + refused.stderr

    moved(checkout)
    checkout.git("commit", "--quiet", "-m", "Number orders in a migration of its own")
    passed = of_github(checkout)

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert commands(passed.stdout)[-1][2].endswith("does no harm to any of 3 environments.")


def test_the_job_of_gitlab_reports_the_edit_and_the_environments(checkout: Checkout):
    job = read("GitLab CI")["driftboard"]
    done = checkout.run("\n".join(job["script"]), job["variables"])
    reports = job["artifacts"]["reports"]

    assert done.returncode == 1, done.stderr
    (issue, *_) = issues((checkout.root / reports["codequality"]).read_text(encoding="utf-8"))
    assert (issue["location"]["path"], issue["severity"]) == (ORDERS, "blocker")
    outcomes = {
        slug: outcome
        for slug, (outcome, _, _) in cases(
            (checkout.root / reports["junit"]).read_text(encoding="utf-8")
        ).items()
    }
    assert outcomes == {"sandbox-3": "failure", "sandbox-7": "failure", "production-us": "passed"}
    assert done.stdout.startswith("No. With ")


def test_the_hook_refuses_the_commit_and_lets_the_other_pass(checkout: Checkout):
    """What is staged counts: the edit before it is committed."""
    checkout.git("checkout", "--quiet", "-B", "topic", "v1.2~2")
    (checkout.root / ".pre-commit-config.yaml").write_text(
        recipe("pre-commit").replace("https://driftboard.example", checkout.dashboard)
    )
    (checkout.root / ORDERS).write_text(checkout.git("show", f"v1.2:{ORDERS}") + "\n")
    checkout.git("add", "--all")
    pre_commit = Path(sys.executable).parent / "pre-commit"
    hook = f"{pre_commit} run driftboard"
    variables = {"PRE_COMMIT_HOME": str(checkout.root.parent / "pre-commit")}

    refused = checkout.run(hook, variables)
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "sandbox-3: in step with v1.1, blocked with the candidate" in refused.stdout
    assert f"{ORDERS}:" in refused.stdout
    assert UNIQUE_ID in refused.stdout

    moved(checkout)
    passed = checkout.run(hook, variables)
    assert passed.returncode == 0, passed.stdout + passed.stderr


@pytest.mark.parametrize(
    ("heading", "schema"), [("GitHub Actions", "vendor.github-workflows"), ("GitLab CI", "vendor.gitlab-ci")]
)
def test_the_yaml_is_what_the_vendor_takes(heading: str, schema: str, tmp_path: Path):
    file = tmp_path / "recipe.yml"
    file.write_text(recipe(heading), encoding="utf-8")
    checker = Path(sys.executable).parent / "check-jsonschema"

    done = subprocess.run(
        [checker, "--builtin-schema", schema, file], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_the_hook_is_what_pre_commit_takes(tmp_path: Path):
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(recipe("pre-commit"), encoding="utf-8")

    done = subprocess.run(
        [Path(sys.executable).parent / "pre-commit", "validate-config", file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
