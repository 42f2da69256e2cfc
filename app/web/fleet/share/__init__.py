"""
The fleet for programs, spreadsheets and channels.

    document     its JSON
    spreadsheet  the list as CSV
    message      what somebody pastes into a channel
    preview      the preview of a link
"""
