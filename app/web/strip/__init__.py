"""The strip of the last days of an environment, shared by the pages that list environments."""
