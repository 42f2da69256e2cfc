"""Real servers for the tests: started when first asked for, stopped at the end, never replaced by doubles."""
