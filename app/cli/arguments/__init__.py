"""
What several commands take: their options and arguments, and what these name.

    options           the settings, the store, the clock
    reading           how source is read: one list of options
    sides             release, history and what is known beside them, of a comparison that needs no store
    releases          releases that words name, in the store or at a path
    known_releases    the same words, looked up
"""
