"""
Attacks in their long form, each a file with `siege() -> list[str]`, which raises where something does not hold.

`make siege` runs them all and prints their figures; docs/reliability.md says what each must do. `make test` has a short
form of each.
"""
