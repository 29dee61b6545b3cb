"""The table of access read again from the specification alone: plain sets and one long function.

Nothing of `ruta.access` is imported. Where both agree on every input, neither misread the table.
"""

from itertools import product

AGENCIES = (
    "CEM PNP FISC PJ SALUD HOGAR LINEA RURAL ONG UPE ADMIN ANALYST OVERSIGHT SURVIVOR".split()
)
RELATIONS = "none assigned supervisor former".split()
BASES = "none duty order consent breakglass".split()
COMPARTMENTS = "EICRNHLSK"
ACTIONS = "read write export".split()
FLAGS = 9
# agency: by duty (of anybody / own only), by order, by consent. Section 9 adds HN to CEM's consent.
WHAT = {
    "CEM": ("ICRL", "N", "N", "HN"),
    "PNP": ("ICR", "N", "LN", ""),
    "FISC": ("ICRN", "", "H", "L"),
    "PJ": ("ICR", "", "NH", ""),
    "SALUD": ("IC", "H", "", "RN"),
    "HOGAR": ("", "", "", "ICRLH"),
    "LINEA": ("CR", "N", "", "IL"),
    "RURAL": ("", "", "", "ICR"),
    "ONG": ("", "", "", "ICN"),
    "UPE": ("ICRN", "", "HL", ""),
}


def every_input():
    """All 3,870,720 of them: agency, relation, basis, compartment, action and nine booleans."""
    booleans = list(product((False, True), repeat=FLAGS))
    for head in product(AGENCIES, RELATIONS, BASES, COMPARTMENTS, ACTIONS):
        for tail in booleans:
            yield head + tail


def answer(
    agency, relation, basis, part, action,
    session_ok, coi, blocked, implicated, trafficking, minor, named, own, in_time,
):  # fmt: skip
    if not session_ok:
        return "login"
    if coi or blocked or agency in ("ADMIN", "ANALYST", "OVERSIGHT"):
        return "hide"
    if agency == "SURVIVOR":
        return "allow" if own and part == "C" and action == "read" else "hide"
    if part == "S":
        if agency not in ("HOGAR", "CEM") or implicated or not (named and in_time):
            return "hide"
        if relation != "assigned" or basis != "consent" or action == "export":
            return "hide"
        return "hide" if action == "write" and not own else "allow"
    if part == "K":
        if agency not in ("CEM", "LINEA", "HOGAR", "ONG") or implicated or not (own and in_time):
            return "hide"
        if relation == "assigned":
            return "hide" if action == "export" else "allow"
        return "allow" if relation == "supervisor" and action == "read" else "hide"
    if implicated:
        chosen = named and relation == "assigned" and in_time
        return "allow" if chosen and part in "EIC" and action == "read" else "hide"
    if basis == "breakglass":
        if agency not in ("CEM", "PNP", "SALUD", "LINEA") or not in_time:
            return "hide"
        return "allow" if part in "EICR" and action == "read" else "deny"
    if relation in ("none", "former") or not in_time:
        return "hide"
    if trafficking and agency in ("PNP", "FISC") and not named:
        return "hide"
    if trafficking and agency in ("RURAL", "ONG") and part not in "EC":
        return "deny"
    if relation == "supervisor" and (part == "L" or (part in "NH" and not named)):
        return "deny"
    return _beneath_the_ceiling(agency, basis, part, action, minor, own)


def _beneath_the_ceiling(agency, basis, part, action, minor, own):
    by_duty, own_only, by_order, by_consent = WHAT[agency]
    open_parts = {"E"}
    if basis != "none" and (agency != "UPE" or minor):
        open_parts |= set(by_duty)
        open_parts |= set(own_only) if own else set()
        open_parts |= {"order": set(by_order), "consent": set(by_consent)}.get(basis, set())
    if part not in open_parts:
        return "deny"
    if action == "write":
        return "allow" if own and part != "E" else "deny"
    if action == "export":
        return "deny" if part in "EL" else "allow"
    return "allow"
