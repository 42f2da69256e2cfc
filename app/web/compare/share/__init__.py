"""
Two sides for programs, spreadsheets and channels.

    document     their JSON
    spreadsheet  the lists of what differs as CSV
    message      what somebody pastes into a channel
    preview      the picture of a link
"""
