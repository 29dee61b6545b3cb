"""What to do about each kind of alert."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

TO_DO = {
    "conflict": gettext_noop(
        "Alguien a quien el caso está cerrado, por un vínculo o porque ella lo pidió, quiso verlo y"
        " no pudo. Pregúntale a ella, a solas, si corre peligro, y revisa su plan de seguridad."
    ),
    "blocked": gettext_noop(
        "Alguien a quien ella dejó fuera quiso ver el caso y no pudo. Pregúntale a ella si quiere"
        " hacer algo."
    ),
    "shelter": gettext_noop(
        "Alguien quiso saber dónde está protegida y no pudo. Avisa hoy al servicio de protección y"
        " revisa con ella si el lugar sigue siendo seguro."
    ),
    "canary": gettext_noop(
        "Alguien abrió un caso que no es de nadie. Pregunta por qué, sin decir cuál era."
    ),
    "cap": gettext_noop(
        "Alguien abrió tantos casos que Ruta lo detuvo. Averigua si hubo una razón de trabajo."
    ),
    "cap-near": gettext_noop(
        "Alguien abre muchos más casos que de costumbre. Averigua si hay una razón de trabajo."
    ),
    "breakglass": gettext_noop(
        "Otra institución abrió el caso por emergencia. Llama a esa oficina y pregunta qué pasó con"
        " ella."
    ),
    "witness": gettext_noop(
        "Ningún testigo de fuera confirma el registro. Avisa a quien mantiene la instalación."
    ),
    "guardian": gettext_noop(
        "Quien quiso decidir por ella puede ser la persona denunciada. Acude a la UPE o al juzgado."
    ),
    "measure-check": gettext_noop(
        "Alguien consulta medidas más que de costumbre. Averigua si hay una razón de trabajo."
    ),
    "tie-ended": gettext_noop(
        "Alguien retiró un vínculo que había declarado, y este caso ya no se le cierra por eso. Si"
        " ella no lo quiere ahí, ciérraselo."
    ),
    "bar-ended": gettext_noop(
        "Quien vigila levantó un cierre por conflicto de interés que dejó un documento corregido."
        " Si ella no quiere ahí a esa persona, ciérraselo."
    ),
    "unreadable": gettext_noop(
        "Una parte de un caso no se puede abrir: su sello no corresponde. Avisa a quien mantiene la"
        " instalación."
    ),
    "implicated": gettext_noop(
        "La persona denunciada trabaja en una institución del caso. Si quedó cerrado a toda ella,"
        " nombra en «Quién de tu oficina está en el caso» a alguien de confianza de ahí. Si no,"
        " decide a quién se cierra."
    ),
}


def to_do(kind: str) -> str:
    """What to do about an alert of a kind; of one without words, to look."""
    return _(TO_DO[kind]) if kind in TO_DO else _("Mira qué pasó y anota qué resultó.")
