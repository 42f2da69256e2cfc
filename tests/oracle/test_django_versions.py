"""Each Django that judges us runs in a process of its own."""

import subprocess

import pytest

from tests.oracle.django_versions import PREFERRED_PYTHONS, judge


@pytest.mark.parametrize("version", PREFERRED_PYTHONS)
def test_each_django_runs_in_a_process_of_its_own(version: str):
    django = judge(version)
    command = [django.python, "-c", "import django, sys; print(django.__version__, django.__file__)"]
    process = subprocess.run(command, env=django.environment(), capture_output=True, text=True, check=True)
    print(django)

    full_version, file = process.stdout.split()
    assert full_version.startswith(f"{version}.")
    assert file.startswith(str(django.folder))
