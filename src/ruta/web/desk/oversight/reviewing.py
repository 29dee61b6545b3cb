"""What lists to be reviewed share: which lines are shown, and how one is marked."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from ruta.access.audit import reviews
from ruta.access.request import Request

from . import pages


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
