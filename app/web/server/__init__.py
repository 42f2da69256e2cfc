"""
What every page needs of the server.

    site          settings, store, clock and templates, as a dependency of the routes
    rendering     a template or a document as a response
    errors        every response that is not the page
    door          the hosts and users that are let in
    methods       HEAD and OPTIONS of every address
    threads       how many requests are worked on at once
    security      the headers of every response
    static_files  `static/`, cached for ever
    cdn           the two files that browsers load from a CDN
    health        `/healthz` and `/readyz`
"""
