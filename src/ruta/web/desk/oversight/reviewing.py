"""What lists to be reviewed share: which lines are shown, and how one is marked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from ruta.access.audit import reviews
from ruta.access.request import Request
from ruta.web.components import labels

from . import pages

STATES = {"": "open", "revisadas": "seen", "todas": ""}


class SomeAlert(Protocol):
    """What every reader of an alert is told of it."""

    @property
    def kind(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def office_name(self) -> str: ...
    @property
    def outcome(self) -> str | None: ...


@dataclass(frozen=True)
class AlertLine:
    """An alert in words: what happened, of which office, what came of it."""

    alert: SomeAlert

    @property
    def kind(self) -> str:
        return labels.label("audit_alert", self.alert.kind)

    @property
    def office(self) -> str:
        return pages.office(self.alert.office_name, self.alert.agency)

    @property
    def outcome(self) -> str:
        return labels.label("audit_outcome", self.alert.outcome)


class ToReview(forms.Form):
    """Which lines to show: those without review unless others are asked for."""

    estado = forms.ChoiceField(
        label=gettext_lazy("Mostrar"),
        required=False,
        choices=[
            ("", gettext_lazy("Sin revisar")),
            ("revisadas", gettext_lazy("Revisadas")),
            ("todas", gettext_lazy("Todas")),
        ],
    )

    def state(self) -> str:
        """The choice as alerts are asked for by it."""
        return STATES[self.chosen()]

    def chosen(self) -> str:
        """The choice; what is none of ours is that of none."""
        self.is_valid()
        return str(self.cleaned_data.get("estado", ""))


def mark(
    request: Request, field: str, among: tuple[str, ...], review: Callable[[str], None], *,
    said: str, back: str,
) -> HttpResponse:  # fmt: skip
    """
    Review a line with what was sent, and go back to the list, with its filters.

    :param field: the name under which what came of it was sent, one of `among`
    :param said: what the next page confirms
    :raises Http404: it is not theirs to review, was reviewed, or nothing of ours was sent
    """
    sent = request.POST.get(field, "")
    if sent not in among:
        raise Http404
    try:
        review(sent)
    except reviews.NotForThem:
        raise Http404 from None
    messages.success(request, said)
    return pages.back_to(back, request)
