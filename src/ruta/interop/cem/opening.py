"""Which reader a registry file needs, told by its first bytes and never by its name."""

from pathlib import Path

from . import delimited, spss
from .sources import Source, UnreadableFile


def opened(path: Path, names: frozenset[str]) -> Source:
    """
    Open a registry file by its content: SPSS where it begins as one does, else delimited text.

    :param names: the names of columns that the dictionary knows
    :raises UnreadableFile: if it is neither, or has no header
    """
    with path.open("rb") as file:
        begins = file.read(4)
    if not begins:
        raise UnreadableFile(f"{path.name} is empty")
    if begins in spss.BEGINNINGS:
        return spss.SpssFile(path, names)
    return delimited.DelimitedFile(path, names)
