"""
The statements of a settings module, followed one by one.

    execution.py       runs through a module
    imports.py, assignments.py, functions.py, branches.py, guards.py     kinds of statements
    includes.py        the files that django-split-settings includes
    doubts.py          what statements may change that are not followed
"""
