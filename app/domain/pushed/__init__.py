"""What programs push: the histories that a project hands over."""
