"""Publishes figures in which nobody can be found: rounded, attacked first, then frozen."""
