"""The pages and the JSON of the runbook: what each code means and what to do about it."""
