"""
What is known later of a finding. A pinned page never changes, so this has addresses of its own, which are never kept.

    now      whether it is still there, or what ended it
    texts    the finding as a message, as files
    why      what brought it, how it came about, where else it is
    document both as JSON
    routes   both addresses
    views    the pages around them, for who has no JavaScript
"""
