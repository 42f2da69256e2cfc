"""
The settings of a project, read from its settings modules without running them.

    modules.py         which settings modules there are, and what they tell together
    entry_points.py    which of them manage.py, wsgi.py and asgi.py name
    answers.py         what one of them says, and what to add where it does not say it plainly
    cached.py          what they tell, remembered from one reading to the next
    swappable.py       the models of the settings that migrations depend on

    execution.py       the statements of a module, followed one by one
    imports.py, assignments.py, functions.py, branches.py, guards.py     kinds of statements
    doubts.py          what statements may change that are not followed
    signals.py         how a block is left before its end

    expressions.py     the value of an expression
    names.py, conditions.py, lookups.py, lists.py                        kinds of expressions
    calls.py, python_functions.py, methods.py, table_methods.py          kinds of calls
    plain.py           what Python itself computes of constants
    external.py        what is known of modules that are not in the source

    world.py           names, lists and dictionaries while they change, and the merging of branches
    values.py          the kinds of values, some in doubt or unknown
"""
