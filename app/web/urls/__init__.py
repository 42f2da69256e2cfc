"""The addresses of the pages, live and pinned: what writes them, and what reads their parts."""
