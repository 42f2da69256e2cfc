"""
Apps and migrations against environments.

                 sandbox-3    staging      edge-1 and 187 more
    orders       refuses      ·            ·
    users        missing      2 to run     ·

    mark       what a migration has in an environment, where it is not applied
    column     all marks of an environment: equal ones are one value
    matrix     the columns, and the apps that differ
    rows       the migrations of an app that differ, with a neighbour on each side
    sentence   what is the matter, in one sentence
"""

from app.domain.matrix.column import Column, column_of
from app.domain.matrix.mark import AppCell, Blank, Cell, Mark
from app.domain.matrix.matrix import AppRow, Matrix, matrix
from app.domain.matrix.rows import AppMigrations, Gap, app_migrations
from app.domain.matrix.sentence import headline

__all__ = [
    "AppCell",
    "AppMigrations",
    "AppRow",
    "Blank",
    "Cell",
    "Column",
    "Gap",
    "Mark",
    "Matrix",
    "app_migrations",
    "column_of",
    "headline",
    "matrix",
]
