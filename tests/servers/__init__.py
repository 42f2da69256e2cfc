"""Real servers for the tests: started when a test first needs one, and stopped at the end. None is a double."""
