"""The page of the readiness of a release."""

import re

from tests.web.conftest import Site

PAGE = "/shop/releases/v1.2/readiness"


def test_the_numbers_add_up_and_the_sentence_says_them(story: Site):
    page = story.main(PAGE)
    counts = story.get(f"{PAGE}.json").json()["counts"]

    assert page.one("h1").text == "3 of 6 environments can take v1.2. 2 cannot, 1 is unknown."
    assert counts == {"no": 2, "unknown": 1, "mind": 1, "yes": 2}
    assert [int(re.sub(r"\D", "", part.text)) for part in page.one("ul", id="answer-bar").all("a")] == [
        2,
        1,
        1,
        2,
    ]
