"""Every template compiles, every page has a title, every partial is used, nothing inline that the policy forbids."""

import re

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError, meta

from app.assets import STATIC, TEMPLATES
from app.domain.findings import VERDICT_WORDS, Code, Verdict
from app.domain.status import STATUS_WORDS, Status
from app.web.findings.badges import icon
from app.web.server import rendering

ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text()))


def jinja() -> Environment:
    return rendering.environment(TEMPLATES, static="/static/x", files=())


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


def is_page(name: str) -> bool:
    return name.endswith("page.html") or name == "server/error.html"


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(name):
    jinja().get_template(name)


@pytest.mark.parametrize("name", [name for name in ALL if is_page(name)])
def test_every_page_stands_in_the_frame_that_has_the_title(name):
    assert '{% extends "layout/base.html" %}' in source(name)
    assert "<title>" in source("layout/base.html")


def test_every_partial_is_used():
    used = {other for name in ALL for other in meta.find_referenced_templates(jinja().parse(source(name)))}
    kept = {other for name in ALL for other in re.findall(r'kept\("([^"]+)"', source(name))}
    own_address = {
        "environment/panel.html",
        "fleet/list_part.html",
        "go/found.html",
        "matrix/app_rows.html",
        "newer/answer.html",
        "server/notice.html",
        "layout/base.html",
    }

    assert {name for name in ALL if not is_page(name)} <= used | kept | own_address


def test_what_unfolds_says_one_of_its_two_words_at_a_time():
    for name in ALL:
        parts = re.split(r"{{ atoms\.unfold\(", source(name))
        for before in parts[:-1]:
            assert before.rstrip().endswith('<details class="more">'), name


def test_a_misspelled_name_is_an_error():
    assert jinja().undefined is StrictUndefined
    with pytest.raises(UndefinedError):
        jinja().from_string("{{ view.headlien }}").render(view=object())


@pytest.mark.parametrize("name", ALL)
def test_nothing_inline(name):
    text = source(name)

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", text)


def test_there_is_one_script_and_the_one_before_the_first_paint():
    found = [tag for name in ALL for tag in re.findall(r"<script[^>]*>", source(name))]

    assert found == [
        '<script src="{{ static }}/js/look.js">',
        '<script type="module" src="{{ static }}/js/app.js">',
    ]


@pytest.mark.parametrize("name", ALL)
def test_only_icons_that_are_there(name):
    named = re.findall(r'atoms\.icon\("([^"]+)"\)|icons\.svg#([a-z-]+)"', source(name))

    assert {one or other for one, other in named} <= ICONS


@pytest.mark.acceptance(42)
def test_each_status_and_each_verdict_has_an_icon_and_a_word():
    assert set(Status) | set(Verdict) <= ICONS
    assert set(STATUS_WORDS) == set(Status)
    assert set(VERDICT_WORDS) == set(Verdict)
    assert all((STATIC / "img" / f"favicon-{verdict}.svg").is_file() for verdict in Verdict)


def test_each_code_has_an_icon():
    assert {icon(code) for code in Code} <= ICONS


def test_each_verdict_and_each_status_has_its_colour_in_the_sheet():
    sheet = (STATIC / "css" / "atoms.css").read_text()

    for status in Status:
        assert f'&[data-status="{status}"] {{\n      color: var(--status-{status});' in sheet
    for verdict in Verdict:
        assert f'&[data-verdict="{verdict}"] {{\n      color: var(--verdict-{verdict});' in sheet
