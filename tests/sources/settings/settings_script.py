"""
Run with a Django on the path: tells what settings really hold, for the static reading to be held against.

Each line of the standard input is a question, a project folder and the environment variables. Its manage.py is run as
`python manage.py migrate`, up to where Django would begin; if it names no settings module, the question does.
"""

import json
import os
import runpy
import signal
import sys
from pathlib import Path

import django.conf
import django.core.management

NAMES = ("INSTALLED_APPS", "MIGRATION_MODULES", "AUTH_USER_MODEL")


def answer(question):
    os.environ.clear()
    os.environ.update(question["environ"])
    os.chdir(question["folder"])
    sys.path.insert(0, question["folder"])
    sys.path.extend(question["packages"])
    sys.argv = ["manage.py", "migrate"]
    sys.dont_write_bytecode = True
    django.core.management.execute_from_command_line = lambda _: None
    if question["module"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = question["module"]
    elif Path("manage.py").exists():
        runpy.run_path("manage.py", run_name="__main__")
    settings = django.conf.settings
    apps, modules, model = (getattr(settings, name) for name in NAMES)
    return {"installed_apps": list(apps), "migration_modules": dict(modules), "model": model}


def main():
    print(json.dumps({"django": django.__version__}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            signal.alarm(10)
            try:
                with Path(os.devnull).open("w") as nowhere:
                    os.dup2(nowhere.fileno(), 1)
                    os.dup2(nowhere.fileno(), 2)
                result = answer(question)
            except BaseException as error:  # noqa: BLE001 - whatever the settings do
                result = {"error": f"{type(error).__name__}: {error}"}
            os.write(writer, json.dumps(result, default=str).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            text = pipe.read()
        os.waitpid(child, 0)
        print(text.decode() or json.dumps({"error": "died"}), flush=True)


main()
