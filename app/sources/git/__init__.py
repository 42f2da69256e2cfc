"""
Releases and the history of the code from a Git repository. Its objects are read; nothing is checked out or run.

    repository.py   branches and tags, and the release of any commit
    history.py      what every commit of the followed labels did to migrations
    program.py      the program git, run without the repository's own configuration
    objects.py      the bytes of commits, trees and files, by id
    commit.py       the files of one commit
    log.py          the commits, and the files that each of them changed
    changes.py      what these files mean: migrations added, renamed, removed, and their edges
    file_version.py, excerpts.py   one such file before or after a commit, and the lines of a list that it changed
    folders.py      which files can be migrations, and the labels of their apps
    commit_settings.py  what settings say at each commit
    settings_text.py    what one file of settings tells of folders of migrations
    graph.py        the graph of the commits that are stored
"""

from app.sources.git.repository import GitRef, Repository

__all__ = ["GitRef", "Repository"]
