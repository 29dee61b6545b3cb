"""Spanish of Peru."""
