"""
What is true now of the squashes that a pinned page shows.

    line     the line of the bar
    routes   its page and its JSON
"""
