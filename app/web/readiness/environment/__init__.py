"""
One environment before a release: its plan. The row of the table unfolds to the part `#plan-and-way-back` of this page.

    dependencies   the environment that the address names
    plan           the plan, step by step
    page, views    facts to view
    routes         live and pinned
"""
