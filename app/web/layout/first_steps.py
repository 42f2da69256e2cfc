"""The first steps of a new user, shown where there is no environment or no release yet."""

from app.web.layout.views import Step

ADD_ENVIRONMENT = (
    Step(
        "Give Driftboard a role that may only read the table",
        "GRANT SELECT ON django_migrations TO driftboard;",
    ),
    Step(
        "Name the environment in driftboard.toml",
        '[[projects.environments]]\nslug = "sandbox-1"\ndatabase = "postgresql://driftboard:${SANDBOX_1_PASSWORD}@db/shop"',
    ),
    Step("Collect its history", "driftboard collect"),
)

ADD_RELEASE = (
    Step(
        "From a manifest file, or from a directory of source",
        "driftboard releases add PROJECT PATH --label LABEL",
    ),
)
