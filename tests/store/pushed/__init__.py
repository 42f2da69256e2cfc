"""What programs told the store."""
