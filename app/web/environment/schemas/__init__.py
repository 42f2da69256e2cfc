"""The schemas of one database, put together by their histories."""
