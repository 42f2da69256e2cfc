"""
The squashes of a release: `/shop/squashes`.

    routes         the endpoints, live and pinned
    dependencies   what every route is given
    facts          what the store knows: the lives of the squashes over all environments
    filters        what the address leaves of them
    page           facts to view
    cards          the card of one squash
    views          what the templates see
    document       its JSON
    texts          its CSV and its Markdown
    now/           what is true now of a pinned page
"""
