"""The bars of a row: what is named in short, and what each bar says."""

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
