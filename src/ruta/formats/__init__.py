"""How figures and dates are written in each language; the folder is the registry."""
