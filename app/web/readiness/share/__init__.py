"""
What is taken along from the page of readiness.

    document     JSON
    spreadsheet  CSV
    message      Markdown, for a channel
    preview      the picture of a link
"""
