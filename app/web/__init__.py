"""
HTTP: from stored facts to pages and JSON.

A page is a package: `routes` (its endpoints), `dependencies` (what every route is given), `page` (facts to view), `views`
(what its template sees), `document` (its JSON). A page knows no other page; what pages share lies below them: `findings`,
`map`, `facts`, `server`, `layout`, `urls`, `wording`.
"""
