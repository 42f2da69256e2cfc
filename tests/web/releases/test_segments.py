"""How a release is named in an address."""

import pytest

from tests.web.conftest import SHOP
from tests.web.releases.shop import V1_1, pin


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
