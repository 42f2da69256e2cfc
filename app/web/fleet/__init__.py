"""
The page and the JSON of a fleet.

    routes        the endpoints
    dependencies  what every route is given: the facts, live or pinned
    address       the addresses on the page
    filters       the query parameters: filters, grouping, order; search is the text field
    opening       which list is open
    selection     the facts together with the filters: which environments are shown; order says in which order
    page          the whole page
    form          the filter form
    strip         a cell for each environment
    lists         the environments under headings, list by list
    rows          one environment, and the card of one cause
    views         what the templates see; row_views of one row
    share         JSON, CSV, Markdown and the preview of a link
    now           what is known now of a pinned fleet
"""
