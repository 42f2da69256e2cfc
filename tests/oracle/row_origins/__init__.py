"""
Public reports of trouble, rebuilt small: a row is not the file, and where a row comes from decides what is said of it.

Each is a made-up project in a real repository, and a database that real Django migrated; what is said of it is held
against what Django does next.

    things                the migrations of one app over time, and all reasons of a comparison
    test_writers          rows that another file of the name wrote, or another content
    test_origin           rows without a file
    test_indirect_edges   what `__first__`, `__latest__` and a setting stood for before
"""
