"""
The settings of a project, read from its settings modules without running them.

    modules.py       which settings modules there are, and what they tell together
    cached.py        the same, remembered from one reading to the next
    execution.py     the statements of a settings module, followed one by one
    expressions.py   the value of an expression
    values.py        the kinds of values, some in doubt or unknown
    swappable.py     the models of the settings that migrations depend on
"""
