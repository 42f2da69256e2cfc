"""The faults of the mutation drill can still be put into the core: each line that one changes is there, once."""

from tests.oracle.mutants import CHECKOUT, MUTANTS


def test_every_line_that_a_fault_changes_stands_once_in_its_file():
    counts = {
        mutant.name: (CHECKOUT / "app" / "domain" / mutant.file).read_text().count(mutant.old)
        for mutant in MUTANTS
    }

    assert {name: count for name, count in counts.items() if count != 1} == {}
