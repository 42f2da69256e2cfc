"""
How the work of the product grows with what it is given: counted in steps, not by the clock.

A step is a call of a function, of Python or of C. Twice as much may cost two and a half times as many steps.
"""
