"""The search of "Go to…": anything by its name, and the findings that an error of Django's migrations is about."""
