"""
A release from the files of a Django project: which apps it has, where their migrations are, which Django it uses.

    reading.py             the whole reading: files in, release out
    installed_app.py       the app that an entry of INSTALLED_APPS stands for
    app_label.py           the label of an app of which only a folder is known
    app_config.py          the AppConfig classes of an apps.py
    migration_modules.py   where MIGRATION_MODULES puts the migrations of apps
    django_version.py      the version of Django that the files pin
"""
