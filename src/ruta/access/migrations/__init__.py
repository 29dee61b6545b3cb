"""Migrations of access: its tables, and what the web and the jobs may do with them."""
