"""
The page of the blast radius of a release: whom it would harm that runs another one now, and which edit does it.

    facts/           what is known of every environment and of the release that runs there, live or pinned
    spots            the file, the line and the commit of each edit
    causes, groups   facts to view: what becomes worse, and how each environment fares
    page, views      the whole page
    document, message, preview    the same as JSON, Markdown and picture
    now/             what is true now of a pinned page
"""
