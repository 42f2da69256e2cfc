"""
The files that a release is read from, and the roots where Python modules are found.

    protocol.py        what a set of files answers, and what a root answers
    names.py           names of files as text
    disk.py            the files of a directory
    project_files.py   the project as a root
    roots.py           further roots: site-packages, virtual environments
    wheels.py          a folder of wheels as a root
"""
