"""
How an environment gets to a release: at once, over other releases first, or over none that is known.

    paths          the answers, each worked out once
    facts          the answer of each of its databases and schemas, live or pinned
    dependencies   what every route is given
    page, views    facts to view
    document       the page as JSON
    routes         page, JSON, Markdown, and the address that takes a label
"""
