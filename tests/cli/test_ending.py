"""`driftboard serve` ends within five seconds of a signal, whatever it waits for."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_serve import Served, wait_until

LIMIT = 5
"""Seconds from the first signal to the end of the process."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
        made.process.wait()


@pytest.fixture
def mute() -> Iterator[str]:
    """The URL of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=300) as listener:
        yield f"postgresql://u@127.0.0.1:{listener.getsockname()[1]}/x"


def environments(url: str, number: int) -> str:
    return "".join(f'[projects.shop.environments.m{n}]\ndatabase = "{url}"\n' for n in range(number))


def seconds_to_end(served: Served) -> float:
    start = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(60)
    return time.monotonic() - start


def test_a_hundred_mute_databases_keep_nobody(served: Served, mute: str):
    """Each would be given up after five seconds, eight at a time."""
    served.write("a", more=environments(mute, 100))
    served.start()
    wait_until(lambda: '"seen_at":"' in served.get("/shop/environments/a.json")[1])

    assert seconds_to_end(served) < LIMIT
    assert served.process.returncode == 0


LOCKED = """
import sqlite3, sys, threading
from app.cli.serving import ending
ending.GRACE = float(sys.argv[2])
ending.Ending()
connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
threading.Timer(0.5, lambda: print("ready", flush=True)).start()
connection.execute("BEGIN IMMEDIATE")
"""
"""A process that waits within SQLite, where no handler of Python's runs."""


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Callable[[float], subprocess.Popen[bytes]]]:
    processes = []
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        def start(grace: float) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-c", LOCKED, str(tmp_path / "store.db"), str(grace)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            processes.append(process)
            assert process.stdout.readline() == b"ready\n"
            return process

        yield start
        for process in processes:
            process.kill()
            process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_locked_store_keeps_nobody(locked: Callable[[float], subprocess.Popen[bytes]], number: int):
    process = locked(0.1)
    process.send_signal(number)

    assert process.wait(60) == 128 + number


def test_a_second_signal_ends_the_process_at_once(locked: Callable[[float], subprocess.Popen[bytes]]):
    process = locked(600)
    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    process.send_signal(signal.SIGTERM)

    assert process.wait(60) == 128 + signal.SIGTERM


CLOSED = """
import atexit, os, signal, time
from app.cli.serving.ending import Ending
atexit.register(time.sleep, 600)
with Ending():
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(600)
"""
"""A process that has closed everything, and would be busy with itself for long; Python ends no daemon thread there."""


def test_what_is_closed_ends_at_once():
    assert subprocess.run([sys.executable, "-c", CLOSED], timeout=60, check=False).returncode == 0
