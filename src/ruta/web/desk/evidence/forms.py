"""The form of a piece of evidence: its file, what it is, who handed it over and when."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruta.access.uploads import cleaning, kinds, memory
from ruta.access.uploads.cleaning import Cleaned
from ruta.access.uploads.kinds import NotAccepted
from ruta.acts import vocabulary
from ruta.cases import evidence
from ruta.web.components.inputs import InstantField
from ruta.web.desk.case.act_form import ActForm
from ruta.web.desk.case.one_act import CorrectionForm

WHY = {
    kinds.UNKNOWN: gettext_lazy(
        "Este archivo no es una foto ni un PDF. Toma una foto o una captura de pantalla, o "
        "guárdalo como PDF. Un audio o un video no se sube: deja el aparato o el disco en custodia "
        "y sube la foto del acta."
    ),
    kinds.DAMAGED: gettext_lazy(
        "El archivo está dañado o incompleto y no se puede abrir. Pídelo otra vez o tómale una "
        "foto."
    ),
    kinds.LOCKED: gettext_lazy(
        "El PDF tiene contraseña. Ábrelo con ella, guárdalo sin contraseña y elígelo otra vez."
    ),
    kinds.TOO_BIG: gettext_lazy(
        "El archivo es demasiado grande para revisarlo. Divídelo, o toma una foto más pequeña."
    ),
    kinds.BUSY: gettext_lazy(
        "Hay muchos archivos en revisión. Espera un minuto e inténtalo otra vez."
    ),
}  # fmt: skip
ACCEPTED = ",".join((*(str(kind) for kind in kinds.Kind), "image/heif", ".heic", ".heif"))


class EvidenceFileField(forms.FileField):
    """One file, judged by its size and its content; its name is not looked at."""

    def __init__(self, **options: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ACCEPTED})
        super().__init__(widget=widget, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """:raises ValidationError: if it is too large, or of no kind that is taken"""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (size := file.size or 0) > memory.most_bytes():
            raise forms.ValidationError(too_large(size))
        content = file.read()
        try:
            kinds.kind_of(content)
        except NotAccepted as refusal:
            raise forms.ValidationError(WHY[refusal.why]) from None
        return content


class EvidenceForm(ActForm):
    """A piece of evidence to add."""

    file = EvidenceFileField(
        label=gettext_lazy("El archivo"),
        error_messages={"required": gettext_lazy("Elige el archivo.")},
    )
    at = InstantField(
        label=gettext_lazy("Cuándo la entregó"),
        help_text=gettext_lazy("Día y hora de Lima. Si fue antes, pon cuándo fue."),
        error_messages={"required": gettext_lazy("Escribe el día y la hora.")},
    )
    order: tuple[str, ...] = ("file", evidence.WHAT, evidence.FROM, "at", "note")

    def __init__(
        self, data: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None,
        *, now: datetime, **known: Any,
    ) -> None:  # fmt: skip
        """:param files: as the request carries them"""
        kind = vocabulary.kinds()[evidence.KIND]
        super().__init__(data, kind=kind, now=now, **known)
        self.files = files or MultiValueDict()
        self.cleaned: Cleaned | None = None
        field = self.fields["file"]
        field.help_text = field.help_text or hint()
        self.order_fields(self.order)

    def clean(self) -> dict[str, Any]:
        """Clean the file, apart, once everything else is right."""
        found = super().clean() or self.cleaned_data
        if found.get("file") and not self.errors:
            try:
                self.cleaned = cleaning.clean(found["file"])
            except NotAccepted as refusal:
                self.add_error("file", str(WHY[refusal.why]))
        return found

    @property
    def original(self) -> bytes:
        """The file as it came."""
        return bytes(self.cleaned_data["file"])


class VersionForm(CorrectionForm, EvidenceForm):
    """What a piece should have stated, why it is written anew, and perhaps another file."""

    file = EvidenceFileField(
        label=gettext_lazy("Otro archivo"),
        help_text=gettext_lazy(
            "Solo si el archivo era otro. El primero queda guardado, a la vista."
        ),
        required=False,
    )  # fmt: skip
    order = ("why", *EvidenceForm.order)


def hint() -> str:
    """What is taken, and how large."""
    return _(
        "Una foto (JPEG, PNG, WebP o HEIC) o un PDF, de hasta %(most)s MB. Audio y video no, "
        "todavía: deja el aparato o el disco en custodia y sube la foto del acta. El nombre del "
        "archivo no se guarda."
    ) % {"most": memory.most_bytes() // 2**20}


def too_large(size: int) -> str:
    """How large a file is and how large it may be."""
    return _(
        "El archivo pesa %(size)s MB y puede tener hasta %(most)s MB. Toma una foto más pequeña o "
        "divide el documento."
    ) % {"size": f"{size / 2**20:.1f}", "most": memory.most_bytes() // 2**20}
