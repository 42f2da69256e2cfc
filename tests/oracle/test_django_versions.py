import subprocess

import pytest

from tests.oracle.django_versions import WANTED, judge


@pytest.mark.parametrize("version", WANTED)
def test_each_django_runs_in_a_process_of_its_own(version: str):
    chosen = judge(version)
    question = "import django, sys; print(django.__version__, django.__file__)"
    asked = [chosen.python, "-c", question]
    answer = subprocess.run(asked, env=chosen.environment(), capture_output=True, text=True, check=True)
    print(chosen)

    found, file = answer.stdout.split()
    assert found.startswith(f"{version}.")
    assert file.startswith(str(chosen.folder))
