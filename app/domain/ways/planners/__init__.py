"""
What plans the ways out of one finding, by its code.

    rows            D201, D202, D210, D213: rows without a file, twice there, not there at all, of a former label
    dependency      D101: a recorded migration whose dependency has no row
    graph           D102, D103, D105 to D107: a file, a cycle, a squash or an app for which Django refuses
    fork            D104: an app with two leaves
    squashes        D203 to D207: squashes, their rows and what they replace
"""
