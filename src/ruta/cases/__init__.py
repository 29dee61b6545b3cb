"""The shared case file: the only room that knows identities."""
