"""
Every answer to a program has the form that the documents give it, whatever was asked.

Each route under `/api/` is asked as it should be, with every odd part of an address, every odd body and every method.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from app.domain import manifest
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose
from tests.web.conftest import SHOP, Site
from tests.web.odd.asking import METHODS, Answered, Asked, Route, answers, routes
from tests.web.odd.right_values import right_values
from tests.web.odd.values import BODIES, PARTS, VALUES, filled

DOCS = Path(__file__).parents[3] / "docs"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
Maybe = (type(None), str)

TABLE = {
    "database": str,
    "schema": str,
    "schemas": [str],
    "history": FINGERPRINT,
    "seen_at": MOMENT,
    "stale": bool,
    "failure": Maybe,
    "apps": type(None),
}
LAST_SEEN = {
    "format": "driftboard-last-seen/1",
    "project": "shop",
    "environments": [
        {
            "environment": str,
            "release": {"name": str, "basis": str, "label": Maybe, "fingerprint": Maybe, "commit": Maybe},
            "tables": [TABLE],
            "left_out": int,
            "pushed": bool,
        }
    ],
}
HISTORY = {
    "format": "driftboard-history/1",
    "fingerprint": FINGERPRINT,
    "has_table": bool,
    "rows": [[int, str, str, str]],
    "surroundings": type(None),
}
FROZEN = {"format": "driftboard-frozen/1", ...: object}
LABEL = {
    "format": "driftboard-label/1",
    "label": str,
    "fingerprint": FINGERPRINT,
    "commit": Maybe,
    "added_at": MOMENT,
}
PUSHED_RELEASE = {"label": str, "fingerprint": FINGERPRINT, "migrations": int, "page": str}
TOLD_DEPLOYMENT = {
    "environment": str,
    "release": Maybe,
    "commit": Maybe,
    "deployed_at": Maybe,
    "received_at": MOMENT,
    "fingerprint": Maybe,
    "page": str,
}
PUSHED_HISTORIES = {
    "environment": str,
    "received_at": MOMENT,
    "sent_at": MOMENT,
    "histories": [{"database": str, "schema": str, "rows": int, "fingerprint": FINGERPRINT}],
    "new": int,
    "outdated": int,
    "page": str,
}
PROBLEM = {
    "type": "about:blank",
    "title": str,
    "detail": str,
    "status": int,
    "sentence": str,
    "links": list,
}
"""Of what a value is wrong, it has a `path` beside."""

PROJECT = "/api/projects/{slug}/"
FORMS = {
    ("GET", PROJECT + "last-seen"): LAST_SEEN,
    ("GET", PROJECT + "histories/{fingerprint}"): HISTORY,
    ("GET", PROJECT + "releases/{fingerprint}"): FROZEN,
    ("GET", PROJECT + "labels/{label:path}"): LABEL,
    ("POST", PROJECT + "releases"): PUSHED_RELEASE,
    ("POST", PROJECT + "environments/{environment}/histories"): PUSHED_HISTORIES,
    ("POST", PROJECT + "environments/{environment}/deployments"): TOLD_DEPLOYMENT,
}
"""The form of what each route answers when all is right; `...` are members that are not told one by one."""


def misfit(form: Any, value: Any, place: str = "$") -> str | None:
    """Where a value has not the form: a type, an exact value, a pattern, a list of one form, an object of members."""
    if isinstance(form, re.Pattern):
        return None if isinstance(value, str) and form.fullmatch(value) else place
    if isinstance(form, list):
        if not isinstance(value, list):
            return place
        if isinstance(form[0], list) or len(form) == 1:
            return next(filter(None, (misfit(form[0], each, f"{place}[]") for each in value)), None)
        return (
            place
            if len(form) != len(value)
            else next(
                filter(
                    None, (misfit(each, one, f"{place}[]") for each, one in zip(form, value, strict=True))
                ),
                None,
            )
        )
    if isinstance(form, Mapping):
        named = {name for name in form if name is not ...}
        if not isinstance(value, dict) or named - value.keys() or (... not in form and value.keys() - named):
            return place
        return next(
            filter(None, (misfit(form[name], value[name], f"{place}.{name}") for name in named)), None
        )
    if isinstance(form, type | tuple):
        is_number = isinstance(value, bool) and form is int
        return None if isinstance(value, form) and not is_number else place
    return None if value == form else place


@dataclass(frozen=True)
class Programs:
    """What programs may ask, over a shop in which everything is known."""

    site: Site
    right: Mapping[str, str]
    tokens: Mapping[str, str]
    bodies: Mapping[str, bytes]

    @property
    def routes(self) -> list[Route]:
        return [route for route in routes(self.site.client.app) if route.path.startswith("/api/")]

    def asked(self, route: Route, *, method: str = "", body: bytes | None = None, **odd: str) -> Asked:
        method = method or min(route.methods)
        values = {**self.right, **odd}
        if "/releases/" in route.path and "fingerprint" not in odd:
            values["fingerprint"] = SHOP.fingerprint
        sent = self.bodies.get(route.path, b"") if body is None else body
        headers = (("Authorization", f"Bearer {self.tokens.get(method, '')}"),)
        return Asked(filled(route.path, values), method, sent if method == "POST" else b"", headers)

    def misfits(self, asked: list[tuple[Route, Asked]]) -> tuple[list[tuple[str, str, str]], Counter[int]]:
        """What was answered in no form that is told, and how often there was each status."""
        found, statuses = [], Counter()
        all_answers = answers(self.site.client.app, [one for _, one in asked])
        for (route, one), answer in zip(asked, all_answers, strict=True):
            statuses[answer.status] += 1
            where = wrong_in(route, one, answer)
            if where is not None:
                found.append((one.method, one.target[:200], f"{answer.status} {where}"))
        return found, statuses


def wrong_in(route: Route, asked: Asked, answer: Answered) -> str | None:
    """What in an answer has not the form of the documents; None where all has."""
    kind = answer.headers.get("content-type", "")
    if asked.method in ("OPTIONS", "HEAD") or answer.status in (304, 307, 308):
        return "a body" if answer.body else None
    if answer.status >= 400:
        if kind != "application/problem+json":
            return f"a problem as {kind or 'nothing'}"
        document = json.loads(answer.body)
        wrong = misfit(PROBLEM, {name: value for name, value in document.items() if name != "path"})
        return wrong or (None if document["status"] == answer.status else "another status")
    if answer.status not in (200, 201) or kind != "application/json":
        return f"an answer as {kind or 'nothing'}"
    return misfit(FORMS[asked.method, route.path], json.loads(answer.body))


@pytest.fixture
def programs(site: Site) -> Programs:
    right = right_values(site)
    with site.store.writing() as session:
        made = {
            method: tokens.create(session, "shop", purpose=purpose, at=site.now)[1].reveal()
            for method, purpose in (("GET", Purpose.READ), ("POST", Purpose.PUSH))
        }
    row = [1, "users", "0001_initial", "2026-05-01 11:58:00+00"]
    history = {"database": "default", "schema": "", "has_table": True, "rows": [row]}
    handover = {"format": "driftboard-histories/1", "sent_at": "2026-06-19T09:14:00Z", "histories": [history]}
    bodies = {
        "releases": manifest.dumps(replace(SHOP, label="v1.3")).encode(),
        "environments/{environment}/histories": json.dumps(handover).encode(),
        "environments/{environment}/deployments": b'{"release": "v1.2"}',
    }
    return Programs(site, right, made, {PROJECT + path: body for path, body in bodies.items()})


def test_every_route_has_a_form_and_stands_in_the_documents(programs: Programs):
    told = "\n".join(file.read_text(encoding="utf-8") for file in DOCS.glob("*.md"))
    asked = {(method, route.path) for route in programs.routes for method in route.methods}

    assert asked == FORMS.keys()
    for route in programs.routes:
        words = re.escape(route.path).replace(r"\{slug\}", "shop").replace(r"\{label:path\}", r"\S+")
        assert re.search(re.sub(r"\\\{\w+\\\}", r"[\\w$-]+", words) + r"(?![\w/])", told), route.path


def test_what_is_asked_rightly_is_answered_in_its_form(programs: Programs):
    asked = [(route, programs.asked(route)) for route in programs.routes]
    again = [*asked, *((route, one) for route, one in asked if one.method == "GET")]

    wrong, statuses = programs.misfits(again)

    assert wrong == []
    assert statuses == {200: len(again) - 3, 201: 3}


def odd_parts(programs: Programs) -> Iterator[tuple[Route, Asked]]:
    parts = cycle(PARTS)
    for route in programs.routes:
        names = re.findall(r"\{(\w+)", route.path)
        for name in names:
            for part in islice(parts, 25):
                yield route, programs.asked(route, **{"project" if name == "slug" else name: part})


def test_an_odd_part_of_an_address_is_refused_in_a_problem_document(programs: Programs):
    wrong, statuses = programs.misfits(list(odd_parts(programs)))

    assert wrong == []
    assert statuses[404] > 100


def test_an_odd_body_is_refused_in_a_problem_document(programs: Programs):
    asked = [
        (route, programs.asked(route, body=body))
        for route in programs.routes
        if "POST" in route.methods
        for body in BODIES
    ]

    wrong, statuses = programs.misfits(asked)

    assert wrong == []
    assert statuses[422] >= len(asked) // 2


def test_an_odd_method_and_an_odd_parameter_are_answered_in_a_form(programs: Programs):
    values = cycle(VALUES)
    asked = [(route, programs.asked(route, method=method)) for route in programs.routes for method in METHODS]
    for route in programs.routes:
        if "GET" in route.methods:
            one = programs.asked(route)
            for value in islice(values, 20):
                query = f"{one.target}?candidate={value}&{value}"
                asked.append((route, Asked(query, one.method, one.body, one.headers)))

    wrong, statuses = programs.misfits(asked)

    assert wrong == []
    assert statuses[405] > 0
