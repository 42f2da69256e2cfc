"""
What plans the ways out of one finding, by its code.

    dependency      D101: a recorded migration whose dependency has no row
    indirect        … that no file names
    detour          … by rows that are out for a while
    missing         the rows that are missing
    graph           D102, D103, D105 to D107: a file, a cycle, a squash or an app for which Django refuses
    fork            D104: an app with two leaves
    rows            D201, D202, D210: rows without a file, twice there, not there at all
    squashes        D203 to D207, D214: squashes, their rows and what they replace
    contents        D208, D209: rows that another file of the name wrote, or another content of it
    names           D212, D213: rows of a former name, of a former label
    newer           D215: rows of a newer release with a gap before them
"""
