"""
Two environments beside each other, or one of them at two times.

    dependencies   what the address names
    facts          what is known of both sides, and the pair of their histories
    page, views    the page
    share          its JSON, CSV, Markdown and the picture of a link
    choice         the form that asks which two
    edits          what a hand did to the rows of one table between two times
    track_drawing  an app in both, as a line
"""
