"""
The public registry of cases attended by the CEM (Centros Emergencia Mujer): read, checked, written.

`registry.toml` is its dictionary. What is imported is kept apart from the case files, in folders
that no page and no query of `cases` reads; see `storing`.
"""
