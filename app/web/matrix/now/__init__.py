"""
What is true now of a pinned matrix.

    line     the line of the bar
    routes   its page and its JSON
"""
