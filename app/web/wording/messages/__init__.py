"""
What somebody pastes into a channel about a page.

    message     what it says
    markdown    as Markdown
    slack       in Slack's own form

Names come from rows and files, so anything may stand in them. In neither form can one begin a link, a mention or bold
text, or end the code that it stands in.
"""

from app.web.wording.messages.markdown import markdown
from app.web.wording.messages.message import Code, Line, Message
from app.web.wording.messages.slack import slack

__all__ = ["Code", "Line", "Message", "markdown", "slack"]
