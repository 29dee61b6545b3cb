"""The pages of those who work on cases."""
