"""The bars of a row: what is named in short, and what each bar says."""

from tests import build
from tests.web.conftest import IN_STEP, Site


def bars(site: Site, number: int):
    """The drawing of this row of the fleet."""
    return [svg for svg in site.main("/shop").all("svg") if svg.attributes.get("class") == "app-barcode"][
        number
    ]


def test_its_name_is_the_number_of_apps_that_differ_and_not_their_names(story):
    assert bars(story, 0).attributes["aria-label"] == "2 apps: 2 blocked"


def test_a_bar_says_which_app_it_is_and_what_differs_there(site):
    site.release()
    site.seen("a", *IN_STEP[:1])

    (behind,) = [part for part in bars(site, 0).walk() if "data-says" in part.attributes]
    assert behind.attributes["class"] == "bar-behind"
    assert behind.attributes["data-says"] == "users: 1 to run; orders: 2 to run"
    assert behind.attributes["d"] == "M0 .5h.86M1 .5h.86"
    assert bars(site, 0).attributes["aria-label"] == "2 apps: 2 with migrations to run"


def test_of_very_many_apps_a_bar_speaks_of_several(site):
    labels = [f"app{number:03}" for number in range(1000)]
    site.release(build.release(*(f"{label}: 1" for label in labels)))
    site.seen("a", "app000.1")

    drawing = bars(site, 0)
    (behind,) = [part for part in drawing.walk() if "data-says" in part.attributes]
    assert drawing.attributes["viewbox"] == "0 0 91 1"
    assert behind.attributes["data-says"].startswith(
        "app001 and 9 more: 10 to run; app011 and 10 more: 11 to run; "
    )
    assert behind.attributes["d"].count("M") == 91
    assert drawing.attributes["aria-label"] == "1,000 apps: 999 with migrations to run"
