"""
What is true now of a pinned blast radius: what its bar says, and a page with that alone.

    line     the sentence of the bar
    routes   the page, and its JSON
"""
