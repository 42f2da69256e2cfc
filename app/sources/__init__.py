"""Where releases come from: a manifest file, a directory of source."""
