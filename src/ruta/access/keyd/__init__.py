"""The keeper of keys: a process that verifies, writes the audit, and only then hands out a key.

It shares nothing with the web but a socket. `listener` takes connections, `requests` reads what is
asked, `release` answers about cases, `asking` reads a session and a standing with a connection of
its own, `appender` commits entries of the audit, `caps` counts, `watch` looks at what changes
slowly. `rotation`, `copies`, `erasure` and `retention` are what its operator does. No Django.
"""
