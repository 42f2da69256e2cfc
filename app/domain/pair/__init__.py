"""
Two histories beside each other, seen through one release: two environments, or one of them at two times.

    first      a.1 a.2 a.3 b.1          only in the first: a.3
    second     a.1 b.1 a.2 b.2          only in the second: b.2     the order of a.2 and b.1 means nothing

Histories are partial orders: only a migration and what it needs have an order. Two orders that keep all of these are
the same.

    pair      what both have, what one has alone, and how far both are the same
    content   what is there through a squash
    order     the migrations that were recorded after what needs them, in one of the two
    track     one app in both
    sentences what is said of a pair
"""
