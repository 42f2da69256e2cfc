"""
What names of a settings module hold.

    kinds.py           the kinds of values, some in doubt or unknown
    world.py           names, lists and dictionaries while they change, and the states of branches
    objects.py         lists and dictionaries, made and changed
    merging.py         the values of several states, merged
    signals.py         how a block is left before its end
    plain.py           what Python itself computes of constants
    external.py        what is known of modules that are not in the source
"""
