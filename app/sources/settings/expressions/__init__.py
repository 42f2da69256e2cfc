"""
The value of an expression of a settings module.

    expressions.py     any expression
    names.py, conditions.py, lookups.py, lists.py                        kinds of expressions
    calls.py, python_functions.py, methods.py, table_methods.py          kinds of calls
"""
