"""The kinds of act, and the fold from acts to a case's state as of any date."""

from . import catalogue, codes, facts, fold, stages, table, vocabulary

__all__ = ["catalogue", "codes", "facts", "fold", "stages", "table", "vocabulary"]
