"""The frame around every page: title, top bar, head, pinned bar, and what stands where there is nothing."""
