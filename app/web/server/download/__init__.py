"""
A pinned page as one file, for people who cannot reach the dashboard: nothing in it runs, and nothing is loaded.

    single_file    the HTML of a page, made whole: its sheets, its icons and its pictures come into it
    answer         what the application answers, asked without a network
    middleware     the address of the file: that of its page and `/download.html`
    export         the file for a command
"""

from app.web.server.download.export import exported
from app.web.server.download.middleware import Downloads

__all__ = ["Downloads", "exported"]
