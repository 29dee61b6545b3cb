"""
What every page of the report is made of: a form that knows where it is asked and what was said.

What was typed is kept as it was typed, right or wrong; whether it is right is found by reading it.
"""

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.utils.datastructures import MultiValueDict

from ruta.web.desk.intake.setting import Raw, Setting


class StepForm(forms.Form):
    """A page of questions."""

    use_required_attribute = False

    def __init__(self, *args: Any, setting: Setting, **options: Any) -> None:
        self.setting = setting
        super().__init__(*args, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fit the questions to where and of whom they are asked."""

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        """What is already filled in the first time the page is opened."""
        return {}

    @classmethod
    def shown(cls, setting: Setting, raw: Raw | None) -> Self:
        """The page as it was left, or as it is first opened; nothing is judged yet."""
        if raw is None:
            return cls(setting=setting, initial=cls.suggested(setting))
        form = cls(setting=setting)
        form.initial = {name: form._as_left(name, raw.get(name, [])) for name in form.fields}
        return form

    @classmethod
    def read(cls, setting: Setting, raw: Raw) -> Self:
        """The page as it was sent, to be judged."""
        sent = MultiValueDict({name: list(values) for name, values in raw.items()})
        return cls(sent, setting=setting)

    def _as_left(self, name: str, values: Sequence[str]) -> Any:
        if isinstance(self.fields[name], forms.MultipleChoiceField):
            return list(values)
        return values[-1] if values else ""
