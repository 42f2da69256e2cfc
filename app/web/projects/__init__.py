"""
The list of projects.

    routes     the page at `/`, and what it shows
    verdicts   what is said of each project, made anew only where something else is known
"""
