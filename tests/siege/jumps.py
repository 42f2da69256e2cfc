"""The clock jumps ahead and back, thousands of times: what was looked at last decides."""

import os
import tempfile

import structlog
from hypothesis import HealthCheck, given, settings

from app.store.engine import open_store
from tests.store.test_clock import JUMPS, LASTS, the_last_look_decides

EXAMPLES = int(os.environ.get("JUMPS", "2000"))


def siege() -> list[str]:
    with (
        structlog.testing.capture_logs(),
        tempfile.TemporaryDirectory() as name,
        open_store(f"sqlite:///{name}/driftboard.db") as store,
    ):

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(looks=JUMPS, last=LASTS)
        def check(looks, last) -> None:
            the_last_look_decides(store, looks, last)

        check()
    return [f"{EXAMPLES:,} courses of up to eight jumps of up to 400 days: the last look decided each time"]
