"""
`driftboard check`: whom a release would harm, before it is merged or deployed.

    command      its arguments and its exit code
    candidate    the release that is asked about, and where its files lie
    known        where the environments come from: what every source of them gives
    stored       the environments of the configuration, from the store
    remote       those that a dashboard knows, asked over its API
    named        those that the command line names, each with its history
    spots        the file, the line and the commit of each edit
    notes        one note for each thing that becomes worse, for programs that read them
    forms        every form of the answer by its name
    github, gitlab, junit, sarif, markdown    the forms for other programs
"""

from app.cli.check.command import check

__all__ = ["check"]
