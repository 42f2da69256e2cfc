"""
The map of one environment: on its page, as JSON, and as a picture to keep.

    page      the map that the page, `map.json` and the pictures show
    beside    the other environment that `with=` names
    choice    the form that chooses release, snapshot and the other environment
    picture   the map as an SVG that stands alone, and as a PNG
    views     the values that the templates see
    routes    the addresses of the map alone
"""
