"""Every route and method before odd values: in the parts of its path, in its query and in what is sent."""
