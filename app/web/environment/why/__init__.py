"""The page of reasons: what the history of the code says about the findings of one environment."""
