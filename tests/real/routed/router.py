class LegacyRouter:
    """The app `legacy` and nothing else lies in the database `other`."""

    def db_for_read(self, model, **_):
        return "other" if model._meta.app_label == "legacy" else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **_):
        return (app_label == "legacy") == (db == "other")
