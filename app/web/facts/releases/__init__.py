"""The releases of a project: their order, and the one that an address names."""
