"""
The ways out of a finding as pages show them, and how to verify that one worked.

    section     all ways of one finding, or why there is none
    steps       the steps of one way, and of its undo
    first       the first way alone, for the page of the environment
    advice      what the runbook says in general, without what it leaves open
    verify      the commands that tell whether a way worked
    views       the frozen values that the templates see
"""
