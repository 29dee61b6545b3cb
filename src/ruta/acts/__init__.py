"""The kinds of act, and the fold from acts to a case's state as of any date."""
