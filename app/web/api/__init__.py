"""
What other programs send to the dashboard, instead of what people read.

    releases         a release of a project
    histories        what the databases of an environment hold
    deployments      which release runs in an environment
    authorization    whether the token of a request is enough
    pushes           the way of every POST: the project, the token, the body
    body             the bytes of a request, within their limit

Every error is a problem document (RFC 9457).
"""
