"""
What Driftboard does by itself or on command: read databases and code, and put what it finds into the store.

    collection        every environment is read once
    readings          many databases are read at the same time, and a mute one keeps no other waiting
    follow            branches and tags of a project's repository become releases
    releases          the releases that the settings name are read
    schedule          collection and follow, again and again, while the dashboard is served
    settings_watch    driftboard.toml is looked at while the dashboard is served
    demo              a repository and databases to look at, made by real Git and Django
"""
