"""Who may see what in a case: what she lets each office see, what the law lets it see, and why."""
