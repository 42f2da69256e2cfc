"""
Our own database: what was seen of databases and of code. Nothing that was concluded from it is stored.

    engine            opening the store; `Store` with its sessions for reading and for writing
    sessions          the types of the two sessions, and what an open store keeps in memory
    opening           a file or a server: whose it is, its tables brought up to date, and what is the matter with it
    tables            the tables, private to this package
    snapshots         the histories of each environment, and when each was seen; what a round found, stored at once
    histories         how a history is stored as changes, and rebuilt
    history_changes   how one list of rows differs from another
    schemas           the same of databases with many schemas, put together by what they share
    failures          the times in which an environment could not be read
    clock             stored moments that are later than now, and are corrected
    releases          releases, and the labels that point to them
    codehistory       commits, what each did to migrations, and where branches and tags pointed
    pushed            what programs told of themselves: tokens, deployments, the newest handover
    environments      the row of an environment
    marks             by what each project is known, without what it holds
    errors            what is raised when the store cannot be used
"""
