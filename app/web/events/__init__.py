"""
What happened: the time line of a project and of one environment.

    dependencies   what every route is given
    page, views    the page
    links          what pins both sides of an event
    document       the same as JSON
    feed           the same as an Atom feed
"""
