"""
HTTP: from stored facts to pages and JSON.

A page is a package: `routes` (its endpoints), `dependencies` (what every route is given), `page` (facts to view),
`views` (what its template sees), `document` (its JSON). Its templates, its stylesheet and its tests have the same name.
A page knows no other page; what pages share lies below them: `findings`, `map`, `facts`, `server`, `layout`, `urls`,
`wording`.
"""
