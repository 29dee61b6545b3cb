"""The audit: a chain of entries that is only added to, its witnesses, and those who may read it."""
