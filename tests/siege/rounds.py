"""Every page of 500 environments twice: what is remembered of them has an end."""

import tempfile
from pathlib import Path

from tests.siege.holding import hold
from tests.siege.readers import ENVIRONMENTS, GROWTH, OF_ONE, filled, memory

ROUNDS = 2


def siege() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        served = filled(Path(name))
        served.start()
        try:
            hold(served.get("/shop")[0] == 200, "the first page is no page")
            course = [memory(served)]
            for _ in range(ROUNDS):
                for number in range(ENVIRONMENTS):
                    for end in OF_ONE:
                        address = f"/shop/environments/env-{number:03}{end}"
                        hold(served.get(address)[0] == 200, f"{address} is no page")
                course.append(memory(served))
        finally:
            served.process.terminate()
            served.process.wait(20)
    figures = f"memory {course[0]:.0f} MB after the fleet, then {course[1]:.0f} and {course[2]:.0f} MB after a round"
    hold(course[2] <= GROWTH * course[1], f"the memory grows in the second round; {figures}")
    return [figures]
