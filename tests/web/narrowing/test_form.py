"""The form that narrows a list: it says all that is chosen, and sends it again."""

from urllib.parse import parse_qsl

import pytest

from tests.web.conftest import BLOCKED, IN_STEP, Site
from tests.web.dom import Element

FLEET, MATRIX, READINESS = "/shop", "/shop/matrix", "/shop/releases/v1.2/readiness"


@pytest.fixture
def tiers(site: Site) -> Site:
    site.release()
    for tier in ("canary", "production", "qa", "staging"):
        site.environments(f"{tier}-1", tier=tier)
        site.seen(f"{tier}-1", *(BLOCKED if tier == "qa" else IN_STEP))
    return site


def options(main: Element, name: str) -> list[tuple[str, str]]:
    """The choices of a picker, each as its value and text; the selected one stands first in brackets."""
    return [
        (choice.attributes["value"], f"[{choice.text}]" if "selected" in choice.attributes else choice.text)
        for choice in main.by_id(f"filter-{name}").all("option")
    ]


def sent(main: Element) -> list[tuple[str, str]]:
    """What a browser sends when the form is submitted as it is, without what is empty."""
    form = main.one("form")
    fields = [
        (field.attributes["name"], field.attributes["value"])
        for field in form.all("input")
        if field.attributes["value"]
    ]
    for picker in form.all("select"):
        chosen = [each for each in picker.all("option") if "selected" in each.attributes] or picker.all(
            "option"
        )
        fields.append((picker.attributes["name"], chosen[0].attributes["value"]))
    return sorted((name, value) for name, value in fields if value)


def test_a_picker_of_one_value_shows_it(tiers: Site):
    assert options(tiers.main(f"{FLEET}?tier=qa"), "tier") == [
        ("", "all"),
        ("canary", "canary"),
        ("production", "production"),
        ("qa", "[qa]"),
        ("staging", "staging"),
    ]


@pytest.mark.parametrize("page", [FLEET, MATRIX])
def test_a_picker_of_several_values_says_them_and_offers_the_others(tiers: Site, page: str):
    assert options(tiers.main(f"{page}?tier=qa&tier=staging"), "tier") == [
        ("", "[qa, staging]"),
        ("canary", "canary"),
        ("production", "production"),
    ]
    assert options(tiers.main(f"{page}?tier=qa&tier=staging&tier=canary"), "tier")[0] == (
        "",
        "[qa, staging and 1 more]",
    )


def test_readiness_does_so_too(tiers: Site):
    form = next(
        form
        for form in tiers.main(f"{READINESS}?tier=qa&tier=staging").all("form")
        if form.attributes.get("role") == "search"
    )

    assert [choice.text for choice in form.one("select").all("option")] == [
        "qa, staging",
        "canary",
        "production",
    ]


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (FLEET, "q=1&tier=qa&tier=staging&verdict=blocked&sort=name"),
        (FLEET, "verdict=blocked&verdict=in-step&region=nowhere"),
        (MATRIX, "verdict=blocked&verdict=in-step&show=all&open=orders"),
        (MATRIX, "finding=missing-dependency&finding=unknown&tier=qa"),
    ],
)
def test_a_form_sends_all_that_the_page_shows(tiers: Site, page: str, query: str):
    assert sent(tiers.main(f"{page}?{query}")) == sorted(parse_qsl(query))


def test_verdicts_that_are_chosen_in_the_matrix_are_said(tiers: Site):
    picker = options(tiers.main(f"{MATRIX}?verdict=blocked&verdict=drifted"), "verdict")

    assert picker == [("", "[Blocked (1), Drifted (0)]"), ("in-step", "In step (3)")]
