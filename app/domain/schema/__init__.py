"""
What migrations do to tables and columns, as far as it is known by name.

    table_name      the name of a table, and how Django shortens it for a database
    change          one change of a table or a column, and its form in JSON
    declaration     what one operation states in its source, and its form in JSON
    models          the models of an app at a moment, with the tables and columns that they have
    replay          declarations, replayed one after another: the changes that each makes
    changes         what each migration of a release changes
    loss            which migrations drop a table or a column
"""

from app.domain.schema.change import Column, SchemaChange, SchemaChangeKind
from app.domain.schema.changes import schema_changes
from app.domain.schema.table_name import TableName

__all__ = ["Column", "SchemaChange", "SchemaChangeKind", "TableName", "schema_changes"]
