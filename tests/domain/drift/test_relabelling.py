"""Apps whose rows seem to stand under a former label."""

from dataclasses import replace

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.passed_over import PassedOver, PassedOverReason
from tests.build import history, key, release

SHOP = release("accounts_mfa: 0001_initial < 0002_authenticator_timestamps", "a: 1")
ROWS = history("a.1", "mfa.0001_initial", "mfa.0002_authenticator_timestamps")


def codes(code, rows=ROWS):
    return [finding.code for finding in compare(code, rows).findings]


def test_files_of_a_new_label_that_bear_the_names_of_lost_rows_are_told():
    (finding,) = (finding for finding in compare(SHOP, ROWS).findings if finding.code is Code.RELABELLED)

    assert finding.subject == key("accounts_mfa.0001_initial")
    assert finding.related == (key("mfa.0001_initial"), key("mfa.0002_authenticator_timestamps"))


def test_an_app_that_is_only_switched_off_has_kept_its_label():
    assert Code.RELABELLED not in codes(replace(SHOP, unmigrated_apps=frozenset({"mfa"})))


def test_an_app_whose_files_django_passes_over_has_kept_its_label():
    file = PassedOver(key("mfa.0001_initial"), "mfa/migrations/0001_initial.py", PassedOverReason.NO_PACKAGE)

    assert Code.RELABELLED not in codes(replace(SHOP, passed_over=(file,)))
