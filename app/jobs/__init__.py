"""The moments when things happen: a collection, the schedule that repeats it."""
