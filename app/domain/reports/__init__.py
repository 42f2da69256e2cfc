"""
Each result as a JSON document (`report`) and as text for a terminal (`plain`).

    drift        one comparison
    difference   release against release
    release      what one release holds
    labels       the labels of a project
    impact       what a release would make worse, before it is merged
    blame        one migration: which commit put it and its edges where they are
    provenance   what the history of the code says of a finding, as part of the document of a comparison
"""
