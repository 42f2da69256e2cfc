"""
One environment before a release: its plan, and the way back.

The row of the table unfolds to the part `#plan-and-way-back` of this page.

    dependencies   the environment that the address names
    ways           the way back of each database or schema
    plan           the plan, step by step
    way_back       the way back to view
    document       both as JSON
    page, views    facts to view
    routes         live and pinned
"""
