"""
The course of a finding: since when it is there, what brought it, how it came about, where else it is, and how it ended.

    stage       which history was held against which release from a moment on
    moves       which rows came and went from one history to the next
    beginning   the stage with which a finding began
    ending      the stage with which it was gone
    cause       the commits that brought it
    story       its dated moments
    elsewhere   what of other environments

    histories    a────────────b───────────────
    releases          v1──────────────v2──────      three stages: a on v1, b on v1, b on v2
"""
