"""
Error texts that real Djangos printed, and where "Go to…" leads them.

    situations   what is wrong in a small project, the command that fails there, and where its text belongs
    wrappings    how logs, CI jobs and mails wrap a text
    project      the projects: real files, a real database, a real `manage.py`
    make         runs every command and stores what was printed: python -m tests.error_texts.make
    stored       the stored texts, each with the releases and the history behind it
    test_error_texts   every stored text leads to its finding; a few are made anew and compared
"""
