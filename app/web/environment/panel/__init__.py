"""The panel of one migration in one environment, which the environment page includes or loads."""
