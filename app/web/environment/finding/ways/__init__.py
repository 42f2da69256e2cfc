"""The ways out of a finding as pages show them, and how to verify that one worked."""
