"""
What was stored in a stretch of time, newest first and a bounded part at once: the facts behind events.

    conditions     private to this package
    looks          tables whose history changed
    outages        tables that could not be read any more, or again
    told           deployments
    label_points   labels that were added, moved and removed
    stamps         whether the past of a table is still the one that was read
    tables         every table with its histories in a stretch of time, by their names alone
"""
