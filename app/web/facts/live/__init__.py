"""The facts behind a live page: what the store knows now. They are remembered until something is written."""
