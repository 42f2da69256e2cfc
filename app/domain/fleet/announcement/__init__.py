"""
What is told of environments: changes of verdict, and nothing else.

    judgement      the verdict of an environment at a look
    change         what was told last, and when another verdict counts: two looks must agree
    rule           which changes a rule asks for
    sentences      the sentence of a change
    announcement   changes as one message of a bounded length
    inert          text in which no channel finds a mention, a link or markup
"""

from app.domain.fleet.announcement.announcement import Announcement, ToldChange
from app.domain.fleet.announcement.change import KnownVerdict, VerdictChange, step
from app.domain.fleet.announcement.judgement import JudgedVerdict
from app.domain.fleet.announcement.rule import RuleScope

__all__ = [
    "Announcement",
    "JudgedVerdict",
    "KnownVerdict",
    "RuleScope",
    "ToldChange",
    "VerdictChange",
    "step",
]
