"""
What happened, out of the store: the facts of time lines and strips.

    judge        the verdicts of many histories, each worked out once
    project      which release each environment was held against, and its tables
    assembly     events from what is stored
    timeline     a bounded part of the events of an environment or a project
    fortnights   the last days of each environment
"""
