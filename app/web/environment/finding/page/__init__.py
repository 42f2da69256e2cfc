"""
The whole page of a finding, and its JSON.

    finding       the facts and what the parts say, as the view of the page
    unreported    the page of a pinned finding that this Driftboard does not find there any more
    document      the page as JSON
    views         the frozen values that the templates see
"""
