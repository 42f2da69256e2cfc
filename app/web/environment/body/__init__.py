"""
What stands below the headline of the page of an environment, made once while nothing is written.

    body     the facts as the body
"""
