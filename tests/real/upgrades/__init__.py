"""
Paths to a release through many versions of real projects, each step run by the project's own `migrate`.

    step_script    one step, in the process of a version
    followed       databases at every version, their paths, and what Django did at each step
    report         the table of docs/upgrades.md
"""
