"""The code by which people name a case aloud, such as `PUN-7K2Q-9F`: a place and six letters."""

from hashlib import sha256
from unicodedata import normalize
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ELSEWHERE = "PER"
# ISO 3166-2:PE, where the first three letters would be taken twice or are not the custom.
OFFICIAL = {"HUANCAVELICA": "HUV", "HUANUCO": "HUC", "MADRE DE DIOS": "MDD"}


def code_of(case_id: UUID, department: str) -> str:
    """The code of a case opened in a department; it says nothing of the case and is not unique."""
    digest = int.from_bytes(sha256(case_id.bytes).digest()[:4], "big") >> 2
    letters = "".join(CROCKFORD[digest >> 5 * place & 31] for place in range(6))
    return f"{prefix_of(department)}-{letters[:4]}-{letters[4:]}"


def prefix_of(department: str) -> str:
    """The three letters of a department, after ISO 3166-2:PE."""
    plain = normalize("NFD", department).encode("ascii", "ignore").decode().upper().strip()
    letters = "".join(letter for letter in plain if letter.isalpha())
    return OFFICIAL.get(plain, letters[:3] if len(letters) >= 3 else ELSEWHERE)


def tidy(code: str) -> str:
    """A code as someone typed or heard it, in its written form: `pun 7k2q 9f`, O for 0, I for 1."""
    bare = "".join(letter for letter in code.upper() if letter.isalnum())
    place, letters = bare[:3], bare[3:].translate(str.maketrans("OIL", "011"))
    return f"{place}-{letters[:4]}-{letters[4:]}" if len(letters) > 4 else f"{place}-{letters}"
