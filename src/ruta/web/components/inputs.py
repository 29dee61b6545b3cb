"""Form fields of days and instants: the browser's own pickers, the time of Lima."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import lima

FIRST_YEAR, LAST_YEAR = 1900, 2200
WRITTEN = "%Y-%m-%dT%H:%M"


class DayField(forms.DateField):
    """A day, chosen with the browser's picker; its value is a `date`."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)


class InstantField(forms.Field):
    """An instant written as the wall clock of Lima shows it; its value is aware."""

    default_error_messages = {
        "invalid": _("Escribe el día y la hora, por ejemplo 03/03/2025 14:05.")
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format=WRITTEN, attrs={"type": "datetime-local"})
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> datetime | None:
        """
        The instant of a written wall-clock time.

        :raises ValidationError: if it is not a day and an hour, or the year is a slip such as 0026
        """
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        for pattern in (WRITTEN, f"{WRITTEN}:%S", "%d/%m/%Y %H:%M"):
            try:
                written = datetime.strptime(value, pattern).replace(tzinfo=lima.ZONE)
            except ValueError:
                continue
            if FIRST_YEAR <= written.year <= LAST_YEAR:
                return written
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        """What the picker shows: an instant becomes Lima's wall clock, text stays as written."""
        return lima.local(value).strftime(WRITTEN) if isinstance(value, datetime) else value
