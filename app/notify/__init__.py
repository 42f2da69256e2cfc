"""Where a change of verdict is told: one module per channel."""
