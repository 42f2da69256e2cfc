"""HTTP: one module per page; load, compare, view, render."""
