"""
The settings of a project, read from its settings modules without running them.

    modules.py         which settings modules there are, and what they tell together
    entry_points.py    which of them manage.py, wsgi.py and asgi.py name
    answers.py         what one of them says, and what to add where it does not say it plainly
    cached.py          what they tell, remembered from one reading to the next
    swappable.py       the models of the settings that migrations depend on

    statements/        the statements of a module, followed one by one
    expressions/       the value of an expression
    values/            the kinds of values, and how they change
"""
