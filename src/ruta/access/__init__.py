"""People, agencies, roles, the one access decision, the audit and the keys."""
