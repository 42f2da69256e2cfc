"""
The addresses of the pages, live and pinned: the patterns of their routes, and what writes and reads them.

`segments` has the parts of a path (moments, labels with fingerprints), `pages` the fleet, the runbook and query
strings, `environment` the pages of one environment, `releases` those of releases.
"""
