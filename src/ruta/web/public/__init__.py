"""The pages anyone may read: the law, and later the published figures."""
