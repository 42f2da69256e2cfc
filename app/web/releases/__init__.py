"""
The pages of releases: the list, one release, and the difference of two.

    listing/          `/shop/releases`
    release/          `/shop/releases/v1.2`
    difference/       `/shop/releases/v1.1/diff/v1.2`

    reference         the release that a segment of an address names
    order             the releases in the order of the code
    dates             the date of a release, in words
    facts             what the store knows, for each of the three pages
    dependencies      what the routes of one release and of two share
    summaries         what the list says of a release, kept in memory
    edit_cards        what was edited after its release, and whom it blocks
    strips            a bar with a cell for each migration of an app
    difference_form   two pickers that lead to a difference
    views             the frozen values that templates of several pages see
"""
