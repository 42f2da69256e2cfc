"""
What programs told the store of themselves, beside histories and releases.

    tokens         who may push
    deployments    which release runs in an environment from a moment on
    handovers      the newest push of each database from inside its project
"""
