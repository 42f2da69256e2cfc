"""Keys in pages: they may go on in a new line between their words, and nowhere else has anybody to know that."""

import re

from app.assets import TEMPLATES
from app.web.server import rendering

ERROR_MESSAGES = "0007_alter_validators_add_error_messages"


def written(app: str, name: str) -> str:
    jinja = rendering.environment(TEMPLATES, static="/static/x", files=())
    template = jinja.from_string('{% import "layout/atoms.html" as atoms %}{{ atoms.key(app, name) }}')
    return template.render(app=app, name=name)


def test_a_line_may_end_after_each_word_of_a_key():
    assert written("cms_pages", "0002_alter.x") == (
        '<code class="key"><i>cms_<wbr>pages.</i><wbr><b>0002_<wbr>alter.<wbr>x</b></code>'
    )


def test_without_its_marks_it_is_the_key():
    assert re.sub("<[^>]*>", "", written("auth", ERROR_MESSAGES)) == f"auth.{ERROR_MESSAGES}"


def test_what_a_key_holds_is_escaped():
    assert "<b>0001_<wbr>&lt;b&gt;_<wbr>&amp;</b>" in written("orders", "0001_<b>_&")
