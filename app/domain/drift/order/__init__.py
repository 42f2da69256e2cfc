"""The recorded order against the order of the graph: which rows stand the other way round, and what that is worth."""
