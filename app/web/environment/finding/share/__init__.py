"""
A finding for people who are elsewhere: what a preview of its link says, and the texts that one pastes into a channel.

    told        what both say beside the sentence
    preview     title, text and picture of a preview
    message     the finding as a message
    view        the box of the page
    routes      the picture
"""
