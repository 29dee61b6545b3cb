"""Risk and screening forms as data, and their scoring."""
