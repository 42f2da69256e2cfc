"""The history of one environment on its page: the recorded rows, their order along time, the snapshots."""
