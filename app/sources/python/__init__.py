"""
Python source, parsed and never run: modules, the names in them, and the values of literal expressions.

    syntax.py              the syntax tree of a file, and what its names stand for
    bindings.py            the names that a module binds and changes
    repair.py              newer syntax, changed so that this Python can parse it
    suppress_warnings.py   no warnings about the parsed source
    outline.py             the names of a long module, whose functions and classes are parsed when needed
    modules.py             the module of a dotted name, and the binding of an imported name
    name_values.py         the expressions that names stand for
    literal.py             the value of a literal expression: a string, a flag, migration keys
    mro.py                 the method resolution order of a class
    fingerprints.py        the fingerprint of an expression; the reporter has a copy of this file
    budget.py              the limit on the steps of a reading
"""
