"""Ruta: the shared case file, legal clock and learning cycle of the response to violence against women in Peru."""
