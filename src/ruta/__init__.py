"""Ruta: the shared case file, legal clock and learning cycle of Peru's response to violence."""
