"""
What people upload: told by its content, hashed and sealed as it came, and shown only when cleaned.

The page that takes a file calls `cleaning.clean`, which works in a process of its own, keeps the
SHA-256 of the original, seals the original with `sealing.seal_file` as evidence, and shows and
hands over the cleaned copy only.
"""
