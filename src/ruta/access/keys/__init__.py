"""Sealing and opening what must not be read: one key per case and compartment, wrapped by ours.

`vault` is the door; `service` says what any keeper of keys must do; `local` does it in this
process; `envelope` is the cryptography and `keyfile` the one file of keys.
"""
