"""
What narrows the list of a page: a search, values of filters, the form to set them and the chips to take them away.

    narrowing.py    the values in the query of an address
    picker.py       a filter as a `select`
    views.py        the form and the chips, as templates/narrowing shows them
"""
