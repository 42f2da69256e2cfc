"""What other programs send to the dashboard, instead of what people read."""
