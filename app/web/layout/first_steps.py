"""The first steps of a new user, shown where there is no project, no environment or no release yet."""

from app.web.layout.views import Step

ADD_PROJECT = (Step("Name one in driftboard.toml", '[projects.shop]\ntitle = "Shop"'),)


def add_environment(project: str) -> tuple[Step, ...]:
    """The steps to the first environment of a project, which is named by its slug."""
    return (
        Step(
            "Give Driftboard a role that may only read the table",
            "CREATE ROLE driftboard_reader LOGIN PASSWORD '…';\n"
            "GRANT USAGE ON SCHEMA public TO driftboard_reader;\n"
            "GRANT SELECT ON django_migrations TO driftboard_reader;",
        ),
        Step(
            "Name the environment in driftboard.toml",
            f"[projects.{project}.environments.sandbox-1]\n"
            'database = "postgresql://driftboard_reader:${SANDBOX_1_PASSWORD}@db.example/shop"',
        ),
        Step("Collect its history", f"driftboard collect {project}/sandbox-1"),
    )


def add_release(project: str) -> tuple[Step, ...]:
    """The steps to the first release of a project."""
    return (
        Step(
            "From a manifest file, or from a directory of source",
            f"driftboard releases add PATH --label LABEL --project {project}",
        ),
    )
