"""Ways out, planned on small releases: each test says which are offered, which are not, and what they promise."""
