"""Our own database: what was seen, never what was concluded."""
