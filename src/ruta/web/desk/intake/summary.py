"""Everything said, line by line, to be read again before registering; each line may be changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ruta.cases import workplaces
from ruta.web.components import labels, lima
from ruta.web.components.lists import Row

from . import choices, known, parties
from .fields import NO, UNKNOWN, YES, full_name
from .setting import Answers

WORDS = {YES: gettext_lazy("sí"), NO: gettext_lazy("no"), UNKNOWN: gettext_lazy("no se sabe")}
SHOWN = 400


def rows(answers: Answers) -> list[Row]:
    """The lines of a whole report, in the order of its pages."""
    return [
        Row(label, said[0] if said else _("Nada"), f"../{slug}/?cambiar=1", tuple(said[1:]))
        for slug, label, said in _lines(answers)
    ]


def _lines(answers: Answers) -> Iterator[tuple[str, str, list[str]]]:
    yield "lengua", _("Quién lo cuenta y lengua"), _tongue(answers["lengua"])
    yield "contacto", _("Contacto seguro"), _contact(answers["contacto"])
    yield "persona", _("Persona agredida"), _she(answers)
    if known.is_spared(answers):
        yield "proteccion", _("Para protegerla hoy"), _facts(answers)
    else:
        yield "relato", _("Su relato"), _account(answers)
        yield "hechos", _("Hechos"), _facts(answers)
    yield "denunciado", _("Persona denunciada"), _accused(answers["denunciado"])
    slug = "nivel" if known.instrument(answers).professional_level else "resultado"
    yield slug, _("Riesgo"), _risk(answers[slug])
    yield "comparte", _("Con quién se comparte"), _shared(answers["comparte"])


def _shared(said: Mapping[str, Any]) -> list[str]:
    names = {
        "share_cem": _("Con el CEM: %(said)s"),
        "share_health": _("Con salud: %(said)s"),
        "share_prosecutor": _("Cómo ubicarla, a la fiscalía: %(said)s"),
    }
    return [text % {"said": WORDS[said[name]]} for name, text in names.items() if said.get(name)]


def _tongue(said: Mapping[str, Any]) -> list[str]:
    needs = _("con intérprete") if said["interpreter"] == YES else _("sin intérprete")
    who = choices.said("complainants", said["complainant"])
    return _told(who, f"{choices.said('languages', said['language'])}, {needs}")


def _contact(said: Mapping[str, Any]) -> list[str]:
    channel = choices.said("safe_channels", said.get("safe_channel", ""))
    return _told(channel, said.get("telephone"), said.get("safe_hours"), parties.reaching(said))


def _she(answers: Answers) -> list[str]:
    said = answers["persona"]
    years = _("%(age)d años") % {"age": said["age"]} if said.get("age") is not None else ""
    span = str(known.AGE_RANGES[said["age_range"]].says) if said.get("age_range") else ""
    about = [choices.said("sexes", said["sex"]), years or span or _("edad no conocida")]
    if parties.is_pregnant(answers):
        about.append(_("embarazada"))
    lives = full_name(said["district"]) if said.get("district") else ""
    return _told(
        said.get("names") or _("No dijo su nombre"), ", ".join(about), lives, said.get("document")
    )


def _account(answers: Answers) -> list[str]:
    text, language = known.account(answers)
    short = text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
    return [*short.split("\n"), f"({choices.said('languages', language)})"]


def _facts(answers: Answers) -> list[str]:
    said, language = known.facts(answers), get_language()
    types = ", ".join(choices.said("violence_types", code) for code in said["violence_types"])
    day = lima.day(said["occurred_on"], language) if said.get("occurred_on") else ""
    children = {"children": WORDS.get(said.get("children_at_risk", ""), "")}
    told = _told(
        types,
        choices.said("bonds", said["relation"]),
        " · ".join(_told(day, choices.said("places", said.get("place_kind", "")))),
        _("Niñas, niños o adolescentes en riesgo: %(children)s") % children
        if children["children"]
        else "",
        _("Violación: ya lo dijo") if said.get("rape") == YES else "",
        choices.said("child_with", said.get("child_with", "")),
    )
    if said.get("detained") == YES:
        since = lima.instant(said["detained_at"], language)
        told.append(_("Detenido en flagrancia desde %(since)s") % {"since": since})
    came = lima.instant(said["presented_at"], language)
    return [*told, _("La denuncia llegó: %(came)s") % {"came": came}]


def _accused(said: Mapping[str, Any]) -> list[str]:
    age = _("%(age)d años") % {"age": said["age"]} if said.get("age") is not None else ""
    armed = _("tiene o puede conseguir un arma") if said.get("armed") == YES else ""
    works = _works(said)
    return _told(
        said.get("names"), age, said.get("document"), works, armed, said.get("whereabouts")
    )


def _works(said: Mapping[str, Any]) -> str:
    """The institutions to which the case will close, which whoever registers it should know."""
    found = workplaces.of("accused", said)
    names = ", ".join(labels.label("audit_agency", each) for each in sorted(found))
    return _("El caso se cierra a: %(names)s") % {"names": names} if found else ""


def _risk(said: Mapping[str, Any]) -> list[str]:
    return _told(choices.said("levels", said["level"]), said.get("reasons"))


def _told(*parts: Any) -> list[str]:
    return [str(part) for part in parts if part]
