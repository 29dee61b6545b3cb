"""
What people upload: told by its content, hashed and sealed as it came, and shown only when cleaned.

A file is received in memory (`memory`). `cleaning.clean` works in a process of its own and keeps
the SHA-256 of the original, which is sealed with `sealing.seal_file` as evidence; what is looked
at is the cleaned copy. `ruta.cases.evidence` puts these together.
"""
