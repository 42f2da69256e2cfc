"""What serves the pages, and how it ends."""
