"""
The addresses of the pages, live and pinned: the patterns of their routes, and what writes and reads them.

`segments` has the parts of a path (moments, fingerprints), `labels` the label of a release as one of them, `keys` the
key of a migration, `escapes` how both write any text; `pages` the fleet, the runbook and query strings, `environment`
the pages of one environment, `finding` those of one of its findings, `releases` those of releases.
"""
