"""Names of columns as files write them."""

import unicodedata


def column_name(text: str) -> str:
    """A name of a column as the dictionary writes it: capitals, no spaces or byte mark around."""
    return unicodedata.normalize("NFC", text.strip(" \t\r\n\ufeff\u00a0\"'")).upper()


def printable(text: str, length: int = 40) -> str:
    """A text from a file for a terminal: one line, no control signs, not longer than `length`."""
    shown = "".join(sign if sign.isprintable() else "·" for sign in text)
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"
