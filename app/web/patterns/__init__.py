"""
Every part of the pages on one page, in both themes: for whoever changes how Driftboard looks.

    a second application ──► its pages, each part between marks ──► the parts, cut out ──► /patterns

Only `driftboard demo` and `make patterns` serve it.
"""
