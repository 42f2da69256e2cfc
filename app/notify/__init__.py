"""
The channels through which something is told, by Apprise.

Apprise takes a second or more to import, and only rules in `[notify]` need it: it is imported when the first message
goes out.
"""
