"""Migrations of the directory: its tables, and who may read them."""
