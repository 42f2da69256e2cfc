"""
What another dashboard of Driftboard knows, read over HTTP with a token: a CI job needs no database.

    address       where the dashboard is, and whether a token may travel there
    connection    one answer after the other, within limits of size and time
    answers       what an odd answer means, and the next step
    project       the environments, histories, releases and labels of one project
    errors        what went wrong, as a sentence
"""

from app.remote.address import DashboardAddress
from app.remote.errors import RemoteError
from app.remote.project import RemoteProject

__all__ = ["DashboardAddress", "RemoteError", "RemoteProject"]
