"""
Event logs of any kind made into rows of one kind: whose case, what kind of act, when, by whom.

What is wrong with a log is counted and told, never silently left out.
"""
