"""
What happened to environments: events, derived from stored facts. None is stored.

    event          what an event is
    what           the kinds of events
    same_moment    whether two texts tell one time
    row_changes    which rows came, went and were rewritten between two histories
    table_change   the events of one table between two looks at it
    placements     which release an environment was held against, and from when on
    verdict_steps  when the verdict of an environment changed
    span           a stretch of time, and where a reader stopped in it
    outage         from when to when a table could not be read
    sentences      each event in words
    fortnight      the worst verdict of each of the last days
"""
