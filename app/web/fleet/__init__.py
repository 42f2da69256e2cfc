"""
The page and the JSON of a fleet.

    routes        the endpoints
    dependencies  what every route is given: the facts, live or pinned
    address       the addresses on the page
    filters       the query parameters: filters, grouping, order
    selection     the facts together with the filters: which environments are shown
    page          the whole page
    form          the filter form
    groups        the environments under headings
    rows          one environment, and the card of one cause
    views         what the templates see
    document      the JSON
"""
