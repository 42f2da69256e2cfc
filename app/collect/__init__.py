"""Where histories come from: one module per kind of database."""
