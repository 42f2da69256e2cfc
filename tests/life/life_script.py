"""
One Django with some apps of its own on one database, which runs migrate as it is told. It answers in JSON lines.

Its migrations do nothing to the schema, so that every one of them can be run, faked and taken back whatever a hand did
to the table.
"""

import io
import json
import os
import sys
import tempfile
from pathlib import Path

APPS = ("billing", "orders", "shipping", "users")
NUMBER = 8

MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = {dependencies}
    operations = [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)]
"""


def write_apps(folder: Path) -> None:
    for app in APPS:
        package = folder / app / "migrations"
        package.mkdir(parents=True)
        (folder / app / "__init__.py").touch()
        (package / "__init__.py").touch()
        for number in range(1, NUMBER + 1):
            before = [] if number == 1 else [(app, f"{number - 1:04}_step")]
            text = MIGRATION.format(dependencies=before)
            (package / f"{number:04}_step.py").write_text(text, encoding="utf-8")


def answer(question: dict) -> dict:
    from django.core.management import call_command

    arguments = [question[name] for name in ("app", "to") if name in question]
    try:
        call_command(
            "migrate", *arguments, fake=question.get("fake", False), verbosity=0, stdout=io.StringIO()
        )
    except Exception as error:  # noqa: BLE001 - whatever Django raises is told
        return {"error": f"{type(error).__name__}: {error}"}
    return {"error": None}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_apps(Path(folder))
        sys.path.insert(0, folder)
        import django
        from django.conf import settings

        database = json.loads(os.environ["DATABASE"])
        settings.configure(DATABASES={"default": database}, INSTALLED_APPS=APPS, USE_TZ=True)
        django.setup()
        print(json.dumps({"django": django.__version__}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
