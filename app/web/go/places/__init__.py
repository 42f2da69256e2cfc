"""Where a name leads: one file for each kind of thing, each with `hits(scope, question)`."""
