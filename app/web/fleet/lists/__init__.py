"""
The lists of environments on the page of a fleet. Each shows its first rows; one of them may be open, page by page.

    plan       which lists there are: the environments under headings, before a row is made
    shown      a list as its template shows it: the first rows, or one page of them
    clusters   those in step, by the history that they share
    groups     all lists under their headings, and one list by itself
    version    what a row says, in a few digits: an open list asks whether it changed
    views      what the templates see
"""
