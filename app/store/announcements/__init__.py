"""
What is told of changes of verdict.

    verdicts   the verdict of each environment that counts
    content    a message as JSON
    outbox     messages that wait, those that somebody tries now, and what came of them

No page shows them, so a write here changes no revision of the store.
"""
