"""How a release is named in an address."""

import pytest

from tests.web.conftest import SHOP
from tests.web.releases.shop import V1_0, V1_1, pin, section


def test_a_label_of_any_letters_is_one_segment(site):
    site.release(V1_0, label="release/2.4")

    href = section(site.main("/shop/releases"), "Releases").link("release/2.4").href
    assert href == "/shop/releases/release-2.4"
    assert site.main(href).one("h1").text == "release/2.4 holds 1 migration in 1 app."

    site.release(V1_1, label="release 2.4")
    assert len(site.main(href, status=300).all("li")) == 2
    site.release(SHOP, label="release-2.4")
    assert site.main(href).one("h1").text.startswith("release-2.4 ")


def test_wrong_words_and_other_digits_move_for_ever(shop):
    release, difference = pin("v1.2", SHOP), f"{pin('v1.1', V1_1)}/diff/{pin('v1.2', SHOP)}"

    def moved(path: str) -> str:
        return shop.get(f"/shop/releases/{path}", status=308).headers["location"]

    assert moved(release.replace("v1.2", "old")) == f"/shop/releases/{release}"
    assert moved(f"v1.2~{SHOP.fingerprint}") == f"/shop/releases/{release}"
    assert moved(f"v1.2~{SHOP.fingerprint[:8]}.json?open=all") == f"/shop/releases/{release}.json?open=all"
    assert moved(difference.replace("v1.1", "old")) == f"/shop/releases/{difference}"
    assert moved(difference.replace("v1.2", "old") + ".json") == f"/shop/releases/{difference}.json"


@pytest.mark.parametrize("segment", ["v1.2~00000000", "v1.2~xyz", "~12345678"])
def test_what_names_no_release_is_not_found(shop, segment):
    assert shop.get(f"/shop/releases/{segment}", status=404)
