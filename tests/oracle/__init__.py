"""
Django as the judge: releases and histories on which Driftboard must answer as Django does.

    test_against_django   random releases and rows, the same answer to the letter
    test_hash_seeds       cases that chance decides, under sixteen hash seeds
    test_story            the story of the demo shop, told by Django itself
    test_django_versions  each Django runs in a process of its own
    strategies            the random releases, rows and arguments
    django_versions       the Djangos, and the interpreter for each
    django_process        the processes of the judges
    django_script         what runs inside such a process
    event_counts          how often each thing happened in the random examples
    mutants               the mutation drill
"""
