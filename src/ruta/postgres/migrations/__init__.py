"""Migrations of the postgres application: grants on tables that other packages make."""
