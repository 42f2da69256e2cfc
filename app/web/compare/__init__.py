"""
Two environments beside each other, or one of them at two times.

    dependencies   what the address names
    facts          what is known of both sides, and the pair of their histories
    page, views    the page
    document       its JSON
    choice         the form that asks which two
    track_drawing  an app in both, as a line
"""
