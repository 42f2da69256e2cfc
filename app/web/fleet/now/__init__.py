"""
What is known now of a pinned fleet. A pinned page never changes, so this has addresses of its own.

    line     the line of the bar: what of it is so now
    why      what the history of the code says now of its causes
    routes   both addresses
"""
