"""The page of how an environment gets to a release."""
