"""What the store knows for a page: live as of now, pinned as of a moment; comparisons are made once and cached."""
