"""Words of the pages: moments, sentences with migration keys in them, the sentence of an environment."""
