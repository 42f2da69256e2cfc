"""The entry point of the command `driftboard`."""

import subprocess
import sys

PROGRAM = """
import sys
from app import cli
cli.cli = lambda: print(sys.getswitchinterval())
cli.main()
"""


def test_threads_take_turns_more_often_than_in_a_bare_python():
    """A database that has answered does not wait for five milliseconds for the thread that compares."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert float(done.stdout) < sys.getswitchinterval()
