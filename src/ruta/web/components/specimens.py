"""Invented specimens of every component in every state, for the style guide and its tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from . import inputs, lists
from .lima import ZONE
from .strip import Duty
from .timeline import Entry, Fact

NOW = datetime(2025, 3, 5, 10, 20, tzinfo=ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
END_OF_MONDAY = datetime(2025, 3, 10, 23, 59, 59, 999999, tzinfo=ZONE)

PLACES = (
    lists.Place("Mi día", "/componentes/", "day", 4),
    lists.Place("Casos", "/casos/", "cases"),
    lists.Place("Plazos", "/plazos/", "clock", 12),
    lists.Place("Denunciar", "/denuncias/nueva/", "new"),
    lists.Place("La ley", "/ley/", "law"),
)
SECTIONS = (
    lists.Place("El caso", "/componentes/", "cases"),
    lists.Place("Plazos", "/plazos/", "clock", 3),
    lists.Place("Relato", "/relato/", "law"),
    lists.Place("Personas", "/personas/", "people"),
)

REPORT = Duty(
    title="Remitir el informe y lo actuado al juzgado de familia",
    bearer="Policía Nacional del Perú",
    office="Comisaría de Familia de Belén",
    article="Ley 30364, art. 15-A (DL 1386)",
    kind="max",
    status="pending",
    started_at=NOW - 18 * HOUR - timedelta(minutes=40),
    due_at=NOW + 5 * HOUR + timedelta(minutes=20),
    notes=("El plazo corre también de noche, en domingo y en feriado.",),
)
DECISION = Duty(
    title="Resolver sobre las medidas de protección",
    bearer="Juzgado de familia",
    office="Segundo Juzgado de Familia de Maynas",
    article="Ley 30364, art. 16.a (Ley 31715)",
    kind="max",
    status="overdue",
    started_at=NOW - 4 * DAY,
    due_at=NOW - 3 * DAY,
    confidence="secondary",
)

DUTIES = (
    REPORT,
    Duty(
        title="Evaluar el riesgo con la ficha",
        bearer="Policía Nacional del Perú",
        office="Comisaría de Familia de Belén",
        article="Ley 30364, art. 28",
        kind="max",
        status="pending",
        started_at=NOW - 2 * HOUR,
        due_at=NOW + 22 * HOUR,
    ),
    DECISION,
    Duty(
        title="Visitar a la persona con riesgo severo",
        bearer="Policía Nacional del Perú",
        office="Comisaría de Familia de Belén",
        article="DS 009-2016-MIMP, art. 47",
        kind="max",
        status="overdue",
        started_at=NOW - 30 * HOUR,
        due_at=NOW - 6 * HOUR,
        confidence="recalled-unverified",
        notes=("No leímos el texto de esta regla: confírmala antes de citarla.",),
    ),
    Duty(
        title="Notificar las medidas a la comisaría que las ejecuta",
        bearer="Juzgado de familia",
        office="Segundo Juzgado de Familia de Maynas",
        article="Ley 30364, art. 15-B",
        kind="max",
        status="met",
        started_at=NOW - 30 * HOUR,
        due_at=NOW - 6 * HOUR,
        met_at=NOW - 26 * HOUR - timedelta(minutes=50),
    ),
    Duty(
        title="Remitir el certificado médico",
        bearer="Establecimiento de salud",
        office="Hospital Iquitos",
        article="Ley 30364, art. 26",
        kind="max",
        status="met-late",
        started_at=NOW - 6 * DAY,
        due_at=NOW - 5 * DAY,
        met_at=NOW - 3 * DAY,
    ),
    Duty(
        title="Atender de inmediato y acompañar",
        bearer="Centro Emergencia Mujer",
        office="CEM Comisaría Belén",
        article="DS 009-2016-MIMP, art. 83",
        kind="immediate",
        status="open",
        started_at=NOW - 6 * HOUR,
    ),
    Duty(
        title="Apelar la decisión sobre las medidas",
        bearer="La persona agraviada",
        office="La persona agraviada",
        article="Ley 30364, art. 16-C",
        kind="right-window",
        status="open",
        started_at=NOW - 2 * DAY,
        due_at=END_OF_MONDAY,
    ),
    Duty(
        title="Citar a quien denunció para ampliar su relato",
        bearer="Fiscalía penal",
        article="Ley 30364, art. 19",
        kind="max",
        status="discharged",
        started_at=NOW - 3 * DAY,
        due_at=NOW + 2 * DAY,
        discharged_at=NOW - DAY,
    ),
    Duty(
        title="No confrontar ni conciliar a las partes",
        bearer="Toda institución",
        office="Fiscalía Provincial Penal de Maynas",
        article="Ley 30364, art. 25",
        kind="prohibition",
        status="breached",
        started_at=NOW - 10 * DAY,
        breached_at=NOW - 4 * DAY,
    ),
    Duty(
        title="No volver a pedirle que cuente lo ocurrido",
        bearer="Toda institución",
        office="CEM Comisaría Belén",
        article="Ley 30364, art. 19",
        kind="prohibition",
        status="kept",
        started_at=NOW - 10 * DAY,
    ),
)

ENTRIES = (
    Entry(
        anchor="acto-1",
        kind="Denuncia presentada en la comisaría",
        at=NOW - 2 * DAY,
        recorded_at=NOW - 2 * DAY,
        office="Comisaría de Familia de Belén",
        summary="Llegó acompañada de su hermana. Habla kukama y castellano.",
        facts=(
            Fact("Tipos de violencia", "física, psicológica"),
            Fact("Intérprete", "pedida, llegó a las 11:00"),
        ),
    ),
    Entry(
        anchor="acto-2",
        kind="Ficha de riesgo: moderado",
        at=NOW - 2 * DAY + HOUR,
        recorded_at=NOW - 2 * DAY + HOUR,
        office="Comisaría de Familia de Belén",
        corrected_by="acto-3",
    ),
    Entry(
        anchor="acto-3",
        kind="Ficha de riesgo: severo",
        at=NOW - 2 * DAY + HOUR,
        recorded_at=NOW - 2 * DAY + 2 * HOUR,
        office="Comisaría de Familia de Belén",
        summary="Se agregó la respuesta sobre el arma.",
        corrects="acto-2",
        facts=(Fact("Puntaje", "24 de 44"),),
    ),
    Entry(
        anchor="acto-4",
        kind="Visita a domicilio",
        at=NOW - DAY,
        recorded_at=NOW + DAY,
        office="CEM Comisaría Belén",
        seen_by=("Comisaría de Familia de Belén", "Segundo Juzgado de Familia de Maynas"),
    ),
)

ROWS = (
    lists.Row("Qué pasó", "Lo contó en sus palabras (312 palabras)", "/cambiar/relato/"),
    lists.Row("Dónde", "Belén, Maynas, Loreto", "/cambiar/lugar/", ("Por el malecón",)),
    lists.Row("Cómo llamarla sin riesgo", "Solo mensajes, de 14:00 a 16:00", "/cambiar/contacto/"),
    lists.Row("Código", "K7QM-2F9D"),
)
TASKS = (
    lists.Task("Quién denuncia", "done", "/paso/1/"),
    lists.Task("Lo que ocurrió", "started", "/paso/2/", "Guardado a las 14:05"),
    lists.Task("Ficha de riesgo", "todo", "/paso/3/"),
    lists.Task("Derechos, leídos y entregados", "blocked", hint="Después de la ficha de riesgo"),
)
TILES = (
    lists.Tile(3, "vencidos", "/plazos/?estado=vencido", "late", "el más antiguo, hace 3 días"),
    lists.Tile(5, "vencen hoy", "/plazos/?estado=hoy", "soon"),
    lists.Tile("1,204", "derivaciones nuevas", "/casos/?nuevos=1"),
    lists.Tile(0, "sin abrir", "/casos/?sin-abrir=1", "done"),
)
TABLE = lists.Table(
    "Casos de la oficina, los más recientes primero",
    (
        lists.Column("Código"),
        lists.Column("Riesgo"),
        lists.Column("Próximo plazo"),
        lists.Column("Días abiertos", numeric=True),
    ),
    (
        (
            lists.Cell("K7QM-2F9D", "/casos/1/"),
            lists.Cell("severo"),
            lists.Cell("hoy, 15:40"),
            lists.Cell("2"),
        ),
        (
            lists.Cell("P3XA-8H1T", "/casos/2/"),
            lists.Cell("moderado"),
            lists.Cell("lun 10 mar 2025, fin del día"),
            lists.Cell("1,041"),
        ),
    ),
)


class SpecimenForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label=_("Cómo se llama"), help_text=_("Como figura en su documento."))
    document = forms.CharField(label=_("Documento"), max_length=12, required=False)
    account = forms.CharField(
        label=_("Qué pasó"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("En sus palabras. Lo contará una sola vez."),
    )
    level = forms.ChoiceField(
        label=_("¿Hubo amenaza con un arma?"),
        help_text=_("Pregunta solo si no lo dijo ya."),
        choices=[("si", _("Sí")), ("no", _("No")), ("no-sabe", _("No quiere o no puede decirlo"))],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Tipos de violencia"),
        choices=[
            ("fisica", _("Física")),
            ("psicologica", _("Psicológica")),
            ("sexual", _("Sexual")),
            ("economica", _("Económica o patrimonial")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(
        label=_("Distrito"),
        choices=[("", _("Elige")), ("160112", "Belén"), ("160101", "Iquitos")],
    )
    on = inputs.DayField(label=_("Qué día fue"), required=False)
    at = inputs.InstantField(label=_("A qué hora llegó"), required=False)
    told = forms.BooleanField(
        label=_("Le leí sus derechos y le di la hoja"),
        help_text=_("En la lengua que ella eligió."),
    )


SpecimenForm.base_fields["level"].widget.hints = {"si": _("De fuego, blanca o de otro tipo.")}


class SpecimenFilters(forms.Form):
    """The filters of a list."""

    estado = forms.ChoiceField(
        label=_("Estado"),
        required=False,
        choices=[("", _("Todos")), ("vencido", _("Vencidos")), ("hoy", _("Vencen hoy"))],
    )
    riesgo = forms.ChoiceField(
        label=_("Riesgo"),
        required=False,
        choices=[("", _("Todos")), ("severo", _("Severo")), ("moderado", _("Moderado"))],
    )
