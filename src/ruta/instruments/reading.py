"""Reading form files: TOML to forms, with every mistake named by file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import model
from .bilingual import Bilingual

GIVES = (model.LEVEL, model.POSITIVE, model.PROFESSIONAL_LEVEL)
CONFIDENCES = ("verified-text", "secondary", "recalled-unverified")
FORM_KEYS = frozenset(
    "id title_es title_en population_es population_en norm answers gives official notice_es "
    "notice_en applied_by_es applied_by_en opening_es opening_en positive_es positive_en "
    "support_es support_en guide_es guide_en confidence source doubts items".split()
)
ITEM_KEYS = frozenset(
    "code ask_es ask_en hint_es hint_en yes no scored may_be_blank ask_if annex choices".split()
)
TABLES = frozenset("form level item positive choices recommendation incident example".split())
YES = Bilingual("Sí", "Yes")
NO = Bilingual("No", "No")


class BadForm(ValueError):
    """A form file that cannot be read: the file, the key, and what is wrong with it."""

    def __init__(self, file: str, key: str, says: str) -> None:
        super().__init__(f"{file}: {key}: {says}")
        self.file, self.key = file, key


def read(path: Path) -> model.Form:
    """
    Read one form file.

    :raises BadForm: naming the file and the key
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        _known(data, TABLES, where="")
        form = _form(data)
    except tomllib.TOMLDecodeError as error:
        raise BadForm(path.name, "", str(error)) from error
    except _Wrong as wrong:
        raise BadForm(path.name, wrong.key, wrong.says) from wrong
    except KeyError as missing:
        raise BadForm(path.name, str(missing.args[0]), "missing") from missing
    if form.id != path.stem:
        raise BadForm(path.name, "form.id", f"{form.id!r} is not the name of the file")
    return form


class _Wrong(Exception):
    """A mistake found while reading, before the file's name is known."""

    def __init__(self, key: str, says: str) -> None:
        super().__init__(key, says)
        self.key, self.says = key, says


def _form(data: Mapping[str, Any]) -> model.Form:
    head = data.get("form", {})
    _known(head, FORM_KEYS, where="form.")
    gives = _one_of(head, "gives", GIVES)
    form = model.Form(
        id=_text(head, "id"),
        title=_pair(head, "title"),
        population=_pair(head, "population"),
        norm=_text(head, "norm"),
        gives=gives,
        official=head.get("official") is True,
        notice=_pair(head, "notice"),
        applied_by=_pair(head, "applied_by"),
        opening=_pair(head, "opening"),
        confidence=_one_of(head, "confidence", CONFIDENCES),
        source=_text(head, "source"),
        doubts=tuple(head.get("doubts", ())),
        items=_items(data, _text(head, "answers")),
        cutoffs=tuple(_cutoff(entry) for entry in data.get("level", ())),
        positive=_positive(data["positive"]) if gives == model.POSITIVE else None,
        positive_means=_pair(head, "positive", needed=gives == model.POSITIVE),
        support=_pairs(head, "support"),
        guide=_pairs(head, "guide"),
        recommendations=tuple(_recommendation(entry) for entry in data.get("recommendation", ())),
        incidents=tuple(
            model.Incident(entry["value"], Bilingual(entry["es"], entry["en"]))
            for entry in data.get("incident", ())
        ),
        examples=tuple(_example(entry) for entry in data.get("example", ())),
    )
    _check_whole(form)
    return form


def _items(data: Mapping[str, Any], answers: str) -> tuple[model.Item, ...]:
    shared = data.get("choices", {})
    items: list[model.Item] = []
    for entry in data.get("item", ()):
        item = _item(entry, answers, shared)
        codes = [earlier.code for earlier in items]
        if item.code in codes:
            raise _Wrong(f"item.{item.code}", "the code is used twice")
        if item.ask_if and item.ask_if not in codes:
            raise _Wrong(f"item.{item.code}.ask_if", f"no earlier question {item.ask_if!r}")
        items.append(item)
    return tuple(items)


def _item(entry: Mapping[str, Any], answers: str, shared: Mapping[str, Any]) -> model.Item:
    where = f"item.{entry.get('code', '?')}."
    _known(entry, ITEM_KEYS, where=where)
    return model.Item(
        code=_text(entry, "code", where),
        ask=_pair(entry, "ask", where=where),
        hint=_pair(entry, "hint", where=where, needed=False),
        choices=_choices(entry, answers, shared, where),
        scored=entry.get("scored", True),
        may_be_blank=entry.get("may_be_blank", False),
        ask_if=entry.get("ask_if", ""),
        annex=entry.get("annex", ""),
    )


def _choices(
    entry: Mapping[str, Any], answers: str, shared: Mapping[str, Any], where: str
) -> tuple[model.Choice, ...]:
    listed = entry.get("choices")
    if listed is None:
        if answers != model.YES_NO:
            raise _Wrong(f"{where}choices", "missing")
        return (
            model.Choice("yes", YES, entry.get("yes", 0)),
            model.Choice("no", NO, entry.get("no", 0)),
        )
    if isinstance(listed, str):
        if listed not in shared:
            raise _Wrong(f"{where}choices", f"no list of choices {listed!r}")
        listed = shared[listed]
    counts = answers == model.ONE_TO_THREE
    return tuple(
        model.Choice(
            value=choice["value"],
            label=Bilingual(choice["es"], choice["en"]),
            points=int(choice["value"]) if counts else 0,
        )
        for choice in listed
    )


def _cutoff(entry: Mapping[str, Any]) -> model.Cutoff:
    return model.Cutoff(
        level=_text(entry, "level", "level."),
        min=entry["min"],
        max=entry["max"],
        label=_pair(entry, "label", where="level."),
    )


def _positive(entry: Mapping[str, Any]) -> model.PositiveRule:
    return model.PositiveRule(entry["above"], tuple(entry["triggers"]), entry["trigger_from"])


def _recommendation(entry: Mapping[str, Any]) -> model.Recommendation:
    return model.Recommendation(
        when_any=tuple(entry["when_any"]),
        raise_steps=entry["raise_steps"],
        confidence=_one_of(entry, "confidence", CONFIDENCES),
        says=_pair(entry, "says", where="recommendation."),
    )


def _example(entry: Mapping[str, Any]) -> model.Example:
    return model.Example(
        says=_text(entry, "says", "example."),
        answers=dict(entry["answers"]),
        points=entry["points"],
        level=entry.get("level"),
        label_es=entry.get("label_es", ""),
        positive=entry.get("positive"),
        highest_possible=entry.get("highest_possible"),
        contributions=tuple(
            (item, value, points) for item, value, points in entry["contributions"]
        ),
        missing=tuple(entry["missing"]),
    )


def _check_whole(form: model.Form) -> None:
    """What no single key shows: cut-offs without gaps, references to real questions, examples."""
    codes = {item.code for item in form.items}
    for recommendation in form.recommendations:
        if not codes.issuperset(recommendation.when_any):
            raise _Wrong("recommendation.when_any", "names a question the form does not have")
    if form.positive and not codes.issuperset(form.positive.triggers):
        raise _Wrong("positive.triggers", "names a question the form does not have")
    if form.gives == model.LEVEL:
        _check_cutoffs(form)
    if form.gives == model.PROFESSIONAL_LEVEL and form.items:
        raise _Wrong("item", "a level decided by the professional has no questions")
    if not form.examples:
        raise _Wrong("example", "a form needs at least one worked example")


def _check_cutoffs(form: model.Form) -> None:
    expected = 0
    for cutoff in form.cutoffs:
        if cutoff.min != expected or cutoff.max < cutoff.min:
            raise _Wrong("level", f"cut-offs must follow one another; expected min = {expected}")
        expected = cutoff.max + 1
    if expected != form.max_points + 1:
        raise _Wrong("level", f"the last cut-off must end at {form.max_points} points")


def _known(entry: Mapping[str, Any], keys: frozenset[str], *, where: str) -> None:
    for key in entry:
        if key not in keys:
            raise _Wrong(f"{where}{key}", "unknown key")


def _text(entry: Mapping[str, Any], key: str, where: str = "form.") -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"{where}{key}", "missing")
    return value


def _one_of(entry: Mapping[str, Any], key: str, words: tuple[str, ...]) -> str:
    value = _text(entry, key)
    if value not in words:
        raise _Wrong(f"form.{key}", f"{value!r} is not one of {', '.join(words)}")
    return value


def _pair(
    entry: Mapping[str, Any], key: str, *, where: str = "form.", needed: bool = True
) -> Bilingual:
    if not needed and f"{key}_es" not in entry:
        return Bilingual("", "")
    return Bilingual(_text(entry, f"{key}_es", where), _text(entry, f"{key}_en", where))


def _pairs(entry: Mapping[str, Any], key: str) -> tuple[Bilingual, ...]:
    spanish, english = entry.get(f"{key}_es", ()), entry.get(f"{key}_en", ())
    if len(spanish) != len(english):
        raise _Wrong(f"form.{key}_en", "not as many lines as in Spanish")
    return tuple(Bilingual(es, en) for es, en in zip(spanish, english, strict=True))
