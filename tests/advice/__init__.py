"""
Every command that Driftboard prints is executed, on a real project and a real database.

    project             a small Django project in a Git repository, and its database
    troubled_projects   such a project for each finding whose entry has commands
    situation           one of them, and what each way out promises
    situations          all of them
    test_checks         a command for looking leaves files, rows and schema as they were
    test_ways           the commands of a way out end as promised
    test_documents      the commands, statements and configurations of README and docs, and the first steps of the pages
"""
