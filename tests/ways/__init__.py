"""
Ways out of findings, held against real Django and real databases.

    drawn_situations   random releases, histories and earlier releases
    twists             … about whose code something is known
    test_judged        Django's own loader answers after each way as the way promises
    troubles           a real project for each code, aged_projects lets its releases lie apart
    following          the printed steps, followed as a person would
    test_executed      every way of these executed on SQLite and PostgreSQL
    test_story         the seed's story, every way of it executed on SQLite and PostgreSQL
    test_scripts       guards, assertions and undo of the scripts on SQLite, PostgreSQL and MariaDB
"""
