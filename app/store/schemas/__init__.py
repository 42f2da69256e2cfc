"""
The snapshots of databases with many schemas, a table in each.

A fleet of 5,000 schemas has few distinct histories. So the rows of a schema are read again only where a digest of
them, made by its database, is another one; and what a page needs is the history of one schema for each *shape*.

    clusters   schemas put together by the shapes of their histories
    looks      what one look at many schemas found: new histories, and unchanged ones
    failures   the schemas that could not be read, or are gone
    newest     the newest snapshot of each schema; private to this package
"""

from app.store.schemas.clusters import Cluster, DatabaseKey, clusters, digests
from app.store.schemas.failures import fail, leave_out
from app.store.schemas.looks import add, touch

__all__ = ["Cluster", "DatabaseKey", "add", "clusters", "digests", "fail", "leave_out", "touch"]
