"""
`driftboard upgrade`: how a database gets to a release.

    command    its arguments and its answer
    named      a history and releases that are named
    stored     an environment and the releases of its project, from the store
"""
