"""
What is true now of a pinned release, and of a pinned difference: where their labels point.

    line     the line of the bar
    routes   its pages and their JSON
"""
