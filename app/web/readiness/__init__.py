"""
The page of the readiness of a release: which environments can take it, what stops the others.

    facts/        what is known of every environment before the release, live or pinned
    selection     the environments that the filters leave, in the order of the page
    page, rows, boxes    facts to view
    share/        the same as JSON, CSV, Markdown and picture
    environment/  one environment: what its row unfolds to
    now/          what is true now of a pinned page
"""
