"""The functional core: what the code says, what a database says, and how they differ. No I/O, no clock."""
