"""
The matrix: apps and migrations against environments, `/shop/matrix`.

    routes         the endpoints, live and pinned
    dependencies   what every route is given
    facts          what the store knows: every environment with its column
    filters        the query parameters
    search         which apps and which environments the words of a search mean
    selection      the facts together with the filters: the rows and columns that are shown
    page           the whole page
    form           the filter form
    heads          the heads of the columns
    rows           the rows, with their cells
    views          what the templates see
    document       its JSON
    texts          its CSV and its Markdown
    preview        the preview of a link
    now/           what is true now of a pinned page
"""
