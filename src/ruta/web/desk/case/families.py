"""The families of acts, as people at a desk call what they are about."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FAMILIES = {
    "complaint": gettext_noop("La denuncia"),
    "risk": gettext_noop("El riesgo y su seguridad"),
    "police": gettext_noop("La policía"),
    "care": gettext_noop("La atención"),
    "health": gettext_noop("La salud"),
    "court": gettext_noop("El juzgado"),
    "notice": gettext_noop("Los avisos"),
    "execution": gettext_noop("El cumplimiento de las medidas"),
    "appeal": gettext_noop("La apelación"),
    "prosecution": gettext_noop("La fiscalía y el juicio"),
    "child": gettext_noop("Niñas, niños y adolescentes"),
    "shelter": gettext_noop("El albergue"),
    "missing": gettext_noop("La desaparición"),
    "workplace": gettext_noop("El trabajo"),
    "school": gettext_noop("La escuela"),
    "institution": gettext_noop("Las instituciones"),
    "sanction": gettext_noop("Las sanciones"),
    "conduct": gettext_noop("Lo que no se le debe hacer"),
    "record": gettext_noop("El expediente"),
}


def choices() -> list[tuple[str, str]]:
    """Every family with its name, in the order of the path."""
    return [(family, _(name)) for family, name in FAMILIES.items()]
