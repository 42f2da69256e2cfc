"""
Migration files, read from their text: nothing is imported, nothing is run.

    package.py           a migrations package, file by file
    file.py              one migration file
    class_body.py        the body of its class Migration
    operations.py        its operations in brief
    operation_names.py   the name of an operation; the reporter has a copy of this file
"""
