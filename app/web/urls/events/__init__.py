"""The addresses of time lines, and their parameters."""
