"""
`…/original/`: the original taken away, for a reason, in a document that opens with a password.

The original leaves as it came, byte for byte, or its fingerprint would prove nothing; so it is
attached to a marked document that says what it is, for what it left, and who had it until then.
"""

from io import BytesIO
from uuid import UUID

import pikepdf
from django import forms
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.access.uploads.kinds import ENDINGS
from ruta.cases import evidence
from ruta.cases.admission import Closed
from ruta.web.components import labels, lima
from ruta.web.desk import pages, passwords
from ruta.web.desk.case import document
from ruta.web.desk.case.reading import Reading

from . import custody, pieces, sheet
from .pieces import Piece


class ReasonForm(forms.Form):
    """For what the original leaves Ruta."""

    why = forms.ChoiceField(
        label=gettext_lazy("Para qué lo necesitas"),
        help_text=gettext_lazy("Se imprime en cada página, con tu oficina y la hora."),
        choices=[("", gettext_lazy("Elige")), *document.REASONS.items()],
        error_messages={"required": gettext_lazy("Elige para qué lo necesitas.")},
    )


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def original(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Ask what for; show a password; hand the original over."""
    seen = pieces.read(request, case_id)
    piece = pieces.one_of(seen, evidence_id)
    if not pieces.may_export(seen, piece):
        raise Closed(evidence.LETTER)
    if promise := passwords.promised(request):
        made = _handed_over(request, seen, piece, why=promise.choice)
        return passwords.with_password(made, promise)
    form, back = ReasonForm(request.POST or None), pieces.href(seen, piece)
    if form.is_valid():
        return passwords.offer(request, back=back, choice=form.cleaned_data["why"])
    return pages.render(
        request, "desk/evidence/original.html", {"form": form, "back_href": back},
        title=_("Llevarse el original"), line=f"{piece.title} · {seen.file.case.code}",
        status=422 if form.errors else 200,
    )  # fmt: skip


def _handed_over(request: Request, seen: Reading, piece: Piece, *, why: str) -> HttpResponse:
    """The document with the original attached; opened and noted as taken away."""
    opened = pieces.open_one(seen, piece.act.act_id)
    file = pieces.file_of(seen, piece, "export-evidence")
    whole = evidence.content(case_id=seen.case_id, file=file, part=evidence.ORIGINAL)
    who = f"{labels.label('role', seen.viewer.role)}, {pages.office_name(request)}"
    cover = document.typeset(_cover(seen, opened, file, who=who, why=why))
    kind, code = file.parts[evidence.ORIGINAL].kind, seen.file.case.code
    name = f"original-{code}-{piece.number}.{ENDINGS[kind]}"
    response = HttpResponse(
        _attached(cover, whole, name=name, media_type=str(kind)), content_type="application/pdf"
    )
    named = f"prueba-{code}-{piece.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    patch_cache_control(response, no_store=True, private=True)
    return response


def _deed(step: custody.Step) -> str:
    """What was done, and how often when it was more than once."""
    return f"{step.what} (×{step.times})" if step.times > 1 else step.what


def _attached(cover: bytes, whole: bytes, *, name: str, media_type: str) -> bytes:
    file = BytesIO()
    with pikepdf.open(BytesIO(cover)) as pdf:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(
            pdf, whole, description="", filename=name, mime_type=media_type, creation_date="",
            mod_date="",
        )  # fmt: skip
        pdf.save(file, fix_metadata_version=False)
    return file.getvalue()


def _cover(
    seen: Reading, piece: Piece, file: evidence.File, *, who: str, why: str
) -> dict[str, object]:
    """What the document says, as `document.typeset` takes it."""
    language, code = get_language(), seen.file.case.code
    when = lima.instant(seen.now, language)
    said = [[row.label, str(row.value)] for row in sheet.rows(seen, piece, file)]
    fingerprint = file.parts[evidence.ORIGINAL].sha256
    steps = [
        [lima.instant(step.at, language), f"{step.who} · {step.function}".strip(" ·"), _deed(step)]
        for step in custody.steps(seen, file.act_id)
    ]
    return {
        "language": lima.spoken(language),
        "title": _("%(piece)s del caso %(code)s") % {"piece": piece.title, "code": code},
        "mark": _("Entregado a %(who)s, el %(when)s, %(why)s")
        % {"who": who, "when": when, "why": document.REASONS[why]},
        "summary": [*said, [_("Huella (SHA-256)"), fingerprint]],
        "sections": [
            {
                "title": _("Quién la tuvo"),
                "table": {"columns": [_("Cuándo"), _("Quién"), _("Qué hizo")], "rows": steps},
            }
        ],
        "closing": _(
            "El original va adjunto a este documento, tal como llegó. Ábrelo desde los archivos "
            "adjuntos de tu lector de PDF; su huella debe ser la de arriba."
        ),
    }
