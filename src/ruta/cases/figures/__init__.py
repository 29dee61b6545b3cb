"""
Exact figures of one's own office, or of the territory one supervises; nobody else's.

They read clear columns only, under the row security of whoever asks. Every number is asked for in
the same words (`asked.Question`, `behind.Behind`), so that what is behind a number is always found.
"""
