"""
The functional core: what the code says, what a database says, and how they differ. No I/O, no clock.

The values of the other rooms lie in this folder itself:

    keys               the name of a migration: app label and name
    release            every migration of one commit
    manifest           a release as JSON, written and read; json_values has its readers of single values
    history            the rows of one django_migrations table; deploys groups them by time
    failure            a collection that brought no history, and why
    label              a name that points to a release
    findings, status   what is wrong, and the status of one migration
    english            numbers, times and lists in words
    topological_order  parents before children, for any graph
"""
