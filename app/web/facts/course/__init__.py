"""
The course of a finding through the stages of its environment.

    stages   which history was held against which release, and what came of it
    course   which stages show the finding
"""
