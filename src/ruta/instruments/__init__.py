"""Risk and screening forms as data, and their scoring."""

from . import branch, forms, levels, schedule, scoring

__all__ = ["branch", "forms", "levels", "schedule", "scoring"]
