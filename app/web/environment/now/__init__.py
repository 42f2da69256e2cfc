"""
What is true now of a pinned environment. A pinned page never changes, so this has an address of its own.

    present  the same table as it is now, or that it is gone
    line     the line of the bar
    routes   its page and its JSON
"""
