"""
What programs push.

    handover       the histories that a project hands over
    disagreement   what a later look at the same database lacks of them
"""
