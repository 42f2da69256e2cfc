"""
The page of one finding of an environment, live and pinned, with its JSON: what somebody pastes into a channel.

    facts            the finding, the environment that has it, its ways out
    dependencies     what every route is given
    in_focus         the findings that the page of the environment is about
    routes           the page, its JSON, what is true now
    frame            the frame of its pages, and the way to them
    parts            what the parts of the page say, each from a module of its own
    ways/            the ways out as the page shows them, and how to verify that one worked
    page/            the whole page, and its JSON
"""
