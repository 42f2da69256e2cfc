"""
What other programs send to the dashboard and read from it, instead of what people read.

    releases            a release of a project: pushed, or read by its fingerprint
    histories           what the databases of an environment hold: pushed, or one read by its fingerprint
    deployments         which release runs in an environment
    last_seen           which release runs in every environment, and what each holds
    seen_environments   what is told of each of them
    labels              to which release a label points
    authorization       whether the token of a request is enough
    pushes              the way of every POST: the project, the token, the body
    body                the bytes of a request, within their limit
    readings            the way of every GET: the project, the token, a session

Every error is a problem document (RFC 9457).
"""
