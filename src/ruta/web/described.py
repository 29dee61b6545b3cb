"""
Every declared route as an OpenAPI 3.1 document, read from the addresses and the views themselves.

What is described is pages and forms, and under `/cifras/datos/v1/` the feed of released tables, the
only interface made for programs. A view says its policy by `declares`, its methods by Django's
decorators, and its form by using a form class of its module; what a view does not say is left out,
so the document never says more than the code.
"""

import re
from collections.abc import Callable, Iterator
from inspect import getclosurevars, getmodule, isfunction, ismodule, unwrap
from typing import Any, NamedTuple

from django import forms
from django.urls import URLPattern, URLResolver, get_resolver

from ruta.access.policy import Policy, declaration

View = Callable[..., Any]
Document = dict[str, Any]
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
FORMATS: dict[str, Document] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "path": {"type": "string", "minLength": 1},
    "str": {"type": "string", "pattern": "^[^/]+$"},
}
READING, SENDING = ("get",), ("post", "put", "patch", "delete")
ANSWERS = {
    "200": "A page, a file or a short text.",
    "302": "Done, or somewhere else comes first: signing in, a second factor.",
    "400": "Malformed.",
    "401": "The session or the proof is over; what was sent is kept, sealed.",
    "403": "Closed for this office, or a form from elsewhere.",
    "404": "Not there, or not theirs: both answer alike.",
    "405": "Not by this method.",
    "409": "Somebody was faster.",
    "410": "Sealed, and it can no longer be opened.",
    "413": "Too large.",
    "422": "What was sent cannot be taken as it is; the page says why.",
    "429": "Too often; `Retry-After` says when to come back.",
    "503": "Crowded, or database or keeper of keys are away; `Retry-After` says when to come back.",
}
SIGNED_IN: list[Document] = [{"session": []}]


class Route(NamedTuple):
    """An address of Ruta as Django writes it, its name, and the view behind it."""

    address: str
    name: str
    view: View

    @property
    def template(self) -> str:
        """The address as OpenAPI writes it: `/casos/{case_id}/`."""
        return "/" + PARAMETER.sub(lambda part: f"{{{part[2]}}}", self.address)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[Route]:
    """Every address of Ruta, in the order in which they are tried."""
    for each in (resolver or get_resolver()).url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, whole)
        elif isinstance(each, URLPattern):
            yield Route(whole, each.name or "", each.callback)


def document() -> Document:
    """The whole document; equal code gives an equal document."""
    paths: dict[str, Document] = {}
    for route in routes():
        paths.setdefault(route.template, {}).update(_operations(route))
    cookie = {"type": "apiKey", "in": "cookie", "name": "__Host-ruta"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ruta",
            "version": "0.1.0",
            "description": "The pages and forms of Ruta, and under /cifras/datos/v1/ the feed of"
            " released tables for programs.",
        },
        "paths": paths,
        "components": {"securitySchemes": {"session": cookie}},
    }


def methods(view: View) -> tuple[str, ...]:
    """The methods a view answers, in small letters, without HEAD and OPTIONS."""
    for layer in _layers(view):
        allowed = _closure(layer).get("request_method_list")
        if allowed is not None:
            return tuple(m.lower() for m in allowed if m not in {"HEAD", "OPTIONS"})
    return (*READING, "post")


def form_of(view: View) -> type[forms.Form] | None:
    """The form class that a view, or a function of its module that it calls, makes."""
    start = unwrap(view)
    pending, seen = [start], {start}
    while pending:
        one = pending.pop(0)
        for found in _names(one):
            if isinstance(found, type) and issubclass(found, forms.Form):
                return found
            if isfunction(found) and getmodule(found) is getmodule(start) and found not in seen:
                seen.add(found)
                pending.append(found)
    return None


def _names(function: Any) -> Iterator[Any]:
    """What a function may name: of its own module, and of the modules that it names."""
    words = function.__code__.co_names
    own = [function.__globals__[word] for word in words if word in function.__globals__]
    yield from own
    for module in filter(ismodule, own):
        yield from (getattr(module, word) for word in words if hasattr(module, word))


def _operations(route: Route) -> Document:
    parameters = [_parameter(part) for part in PARAMETER.finditer(route.address)]
    shared: Document = {
        "x-policy": declaration(route.view).policy.value,
        "parameters": parameters,
        "responses": {code: {"description": says} for code, says in ANSWERS.items()},
        "security": SIGNED_IN if declaration(route.view).asks_for_sign_in else [],
    }
    demo = {"x-demonstration": True} if declaration(route.view).policy is Policy.DEMO else {}
    return {
        method: {
            "operationId": f"{method}-{route.name or route.template}",
            **shared,
            **demo,
            **_fields(route.view, method, parameters),
        }
        for method in methods(route.view)
    }


def _parameter(part: re.Match[str]) -> Document:
    schema = FORMATS.get(part[1] or "str", FORMATS["str"])
    return {"name": part[2], "in": "path", "required": True, "schema": schema}


def _fields(view: View, method: str, parameters: list[Document]) -> Document:
    """What a form sends: in the body, or in the address of a page that only reads."""
    form = form_of(view)
    reads_only = not set(methods(view)) & set(SENDING)
    if form is None or (method in READING and not reads_only):
        return {}
    schemas = {name: schema_of(field) for name, field in form.base_fields.items()}
    if reads_only:
        query = [{"name": name, "in": "query", "schema": each} for name, each in schemas.items()]
        return {"parameters": [*parameters, *query]}
    needed = [name for name, field in form.base_fields.items() if field.required]
    body = {"type": "object", "properties": schemas, **({"required": needed} if needed else {})}
    kind = "multipart/form-data" if _takes_files(form) else "application/x-www-form-urlencoded"
    return {"requestBody": {"content": {kind: {"schema": body}}}}


def _takes_files(form: type[forms.Form]) -> bool:
    return any(isinstance(field, forms.FileField) for field in form.base_fields.values())


def schema_of(field: forms.Field) -> Document:
    """The JSON schema of what a field takes; what its kind does not say is any text."""
    if isinstance(field, forms.FileField):
        return {"type": "string", "format": "binary"}
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": {"type": "string"}}
    if isinstance(field, forms.BooleanField):
        return {"type": "string", "enum": ["", "on"]}
    if isinstance(field, forms.UUIDField):
        return {"type": "string", "format": "uuid"}
    if isinstance(field, forms.IntegerField):
        return {"type": "integer"}
    bounds = {"minLength": "min_length", "maxLength": "max_length"}
    told = {name: getattr(field, of, None) for name, of in bounds.items()}
    return {"type": "string", **{name: value for name, value in told.items() if value}}


def _layers(view: View) -> Iterator[View]:
    """A view and what it wraps, outermost first."""
    layer: View | None = view
    while layer is not None:
        yield layer
        layer = getattr(layer, "__wrapped__", None)


def _closure(function: View) -> dict[str, Any]:
    return dict(getclosurevars(function).nonlocals) if isfunction(function) else {}
