"""
Migration files, read from their text: nothing is imported, nothing is run.

    package.py           a migrations package, file by file
    file.py              one migration file
    south.py             which files are migrations of South's, none of Django's
    class_body.py        the body of its class Migration
    operations.py        its operations in brief
    stated.py            what the user states in place of a file, and the line that does so
    known_packages.py    the dependency that some packages work out when they run
    list_lines.py        the lines of a list, for an excerpt
    entry_lines.py       the line of one entry
    operation_names.py   the name of an operation; the reporter has a copy of this file
"""
