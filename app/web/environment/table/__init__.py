"""
The twin of the map: what the map shows, as rows of a table, and the form that narrows the table of everything.

    rows     the rows of the table
    filter   which of them the words and the status of the address leave
    form     the form over the table
    views    what the templates show
"""
