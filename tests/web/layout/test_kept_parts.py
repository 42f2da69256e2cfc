"""What is the same on every page is written out once."""

import pytest

from tests.web.conftest import Site

PARTS = ("layout/sheets.html", "layout/browser_files.html", "layout/keys.html", "go/dialog.html")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_every_page_has_is_written_out_once(story: Site, part: str):
    template = story.client.app.state.dashboard.jinja.get_template(part)
    write, written = template.root_render_func, []
    template.root_render_func = lambda *args: written.append(part) or write(*args)
    pages = [story.get(address).text for address in ("/shop", "/shop/releases", "/shop/releases/v1.2")]

    assert len(written) == 1
    assert all(text.count('<dialog id="keys"') == 1 for text in pages)
    assert all(text.count('action="/shop/go"') == 1 for text in pages)
