"""A readiness of many environments: queries, comparisons and bytes."""

from datetime import timedelta

from sqlalchemy import event

from app.domain.readiness import prospect
from app.domain.readiness.prospect import Prospect
from app.domain.readiness.readiness import Readiness
from app.web.facts import comparisons
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, Site

PAGE = "/shop/releases/v1.2/readiness"


def test_the_number_of_queries_does_not_grow(site: Site):
    site.release(label="v1.1", ago=timedelta(days=3))
    site.release()

    def queries(address: str) -> int:
        seen = []
        with site.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        site.get(address)
        return len([statement for statement in seen if "SELECT" in statement])

    site.seen("e-0", *BLOCKED)
    few = {ending: queries(f"{PAGE}{ending}") for ending in ("", ".json", ".csv")}
    pinned = site.get(f"{PAGE}.json").json()["pinned"]
    few_pinned = queries(pinned)
    for number in range(1, 25):
        site.seen(f"e-{number}", *IN_STEP, f"users.{number:04}_own")
    many = {ending: queries(f"{PAGE}{ending}") for ending in ("", ".json", ".csv")}

    assert all(0 < many[ending] <= few[ending] for ending in few), (few, many)
    site.later(seconds=3)
    later = site.get(f"{PAGE}.json").json()["pinned"]
    assert 0 < queries(later) <= few_pinned + 1


def test_equal_histories_are_compared_and_looked_at_once(site: Site, monkeypatch):
    site.release(label="v9")
    for number in range(12):
        site.seen(f"e-{number}", *(BEHIND if number % 2 else IN_STEP))
    compared, looked_at = [], []
    compare, answer_of = comparisons.compare, prospect.answer_of

    def counted(*args, **facts):
        compared.append(args)
        return compare(*args, **facts)

    monkeypatch.setattr(comparisons, "_drifts", type(comparisons._drifts)(100))
    monkeypatch.setattr(comparisons, "compare", counted)
    monkeypatch.setattr(prospect, "answer_of", lambda drift: looked_at.append(drift) or answer_of(drift))
    site.get("/shop/releases/v9/readiness")
    site.get("/shop/releases/v9/readiness")

    assert len(compared) <= 2
    assert len(looked_at) == 2
    assert Prospect.__name__ == "Prospect"


def test_asked_for_again_it_looks_only_at_the_rows_that_it_shows(site: Site, monkeypatch):
    site.release()
    steps, looked_at, numbers = Readiness.steps.fget, [], []
    monkeypatch.setattr(Readiness, "steps", property(lambda each: looked_at.append(each) or steps(each)))
    for first in (0, 40):
        for number in range(first, first + 40):
            site.seen(f"e-{number:02}", *BEHIND)
        site.get(PAGE)
        site.later(seconds=1)
        looked_at.clear()
        site.get(PAGE)
        numbers.append(len(looked_at))

    assert 0 < numbers[0] == numbers[1]


def test_five_hundred_environments_stay_within_the_budget(site: Site):
    site.release()
    site.environments(*(f"environment-{number:03}" for number in range(500)))
    histories = (BLOCKED, BEHIND, DRIFTED, IN_STEP, IN_STEP)
    for number in range(500):
        site.seen(f"environment-{number:03}", *histories[number % 5])
    page, everything = site.get(PAGE), site.get(f"{PAGE}?rows=all")

    assert len(page.content) < 100_000
    assert len(everything.content) < 900_000
    assert site.main(PAGE).one("h1").text == "400 of 500 environments can take v1.2. 100 cannot."
