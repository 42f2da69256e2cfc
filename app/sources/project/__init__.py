"""
A release from the files of a Django project: which apps it has, where their migrations are, which Django it uses.

    reading.py             the whole reading: files in, release out
    packages.py            the folders of migrations that count, one after the other
    entry.py               the app that an entry of INSTALLED_APPS stands for
    installed_app.py       an installed app, or why there is none
    app_label.py           the label of an app of which only a folder is known
    label_evidence.py      the label under which an app's migrations depend on each other
    app_config.py          what an AppConfig class states
    config_module.py       the AppConfig classes of a module, as Django looks through it
    default_app_config.py  the configuration that a package names up to Django 4.0
    class_body.py          what the body of a class binds
    migration_modules.py   where MIGRATION_MODULES puts the migrations of apps
    django_version.py      the version of Django that the files pin
    unfilled.py            lines that were not filled in
    pins.py                what one file says about the version
"""
