"""The parts of a finding that several pages show: its icon, its reasons, its ways out."""
