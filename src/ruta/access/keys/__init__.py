"""Sealing and opening what must not be read: one key per case and compartment, wrapped by ours.

`vault` is the door; `service` says what any keeper of keys must do; `client` asks the keeper in its
own process over `wire`, `local` does it in this one. `envelope` is the cryptography, `wrapping`,
`texts`, `derived`, `intake` and `signing` what it is used for, `keyfile` the one file of keys.
"""
