"""What a server keeps is looked at once by the garbage collector; cycles that were kept and are left alone still go."""

import subprocess
import sys

SCRIPT = """
import gc
import weakref
from app.cli.serving import garbage

class Link:
    def __init__(self):
        self.itself = self

garbage.LEAST = 100
garbage.freeze_what_lasts()
garbage.freeze_what_lasts()
print(len(gc.callbacks), gc.get_threshold()[0])

kept = [Link() for _ in range(500)]
gc.collect()
print(len(gc.get_objects(2)) < 100)

left = [weakref.ref(link) for link in kept]
kept.clear()
gc.collect()
print(sum(each() is not None for each in left))

more = [Link() for _ in range(2 * gc.get_freeze_count())]
gc.collect()
gc.collect()
print(sum(each() is not None for each in left))

before = gc.get_freeze_count()
plain = [[number] for number in range(2_000)]
gc.collect()
grown = gc.get_freeze_count()
plain.clear()
print(grown - before >= 2_000, gc.get_freeze_count() - before < 100)
"""


def test_what_lasts_is_frozen_and_all_is_looked_at_again_once_that_has_doubled():
    told = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)

    once, frozen, waiting, collected, by_reference = told.stdout.splitlines()
    assert once == "1 10000"
    assert frozen == "True"
    assert waiting == "500"
    assert collected == "0"
    assert by_reference == "True True"
