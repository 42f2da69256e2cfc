"""
Ways out of findings, held against real Django and real databases.

    drawn_situations   random releases, histories and earlier releases
    test_judged        Django's own loader answers after each way as the way promises
    test_projects      a small project for each kind of trouble, every way of it executed on SQLite
    test_story         the seed's story, every way of it executed on SQLite and PostgreSQL
    test_scripts       guards, assertions and undo of the scripts on SQLite, PostgreSQL and MariaDB
"""
