"""
The page of one environment, live and pinned, with its map and its JSON.

    dependencies     what every route is given: the facts, the address, the options of the view
    query            the parameters of the address: which part of the map, which focus
    routes           the page, its map and its JSON
    page             the facts as the view of the page
    body/            what stands below the headline, made once while nothing is written
    head             the frame, the headline and the line of facts under it
    finding_cards    one card for each finding
    plan             what `migrate` would do
    table            the migrations of the map as rows of a table
    history/         the recorded rows, their order along time, the snapshots
    panel/           one migration in this environment, loaded into the page
    why/             the page of reasons that the history of the code gives
    links            links to migrations, with their statuses
    views            the frozen values that the templates see
    document         the page as JSON
"""
