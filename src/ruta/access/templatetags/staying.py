"""`{% session_warning %}`: says that the session is about to end, and lets it go on."""

from collections.abc import Mapping
from typing import Any

from django import template

from ruta.access.accounts.keep_alive import seconds_left

register = template.Library()


@register.inclusion_tag("access/account/staying.html", takes_context=True)
def session_warning(context: Mapping[str, Any]) -> dict[str, Any]:
    """Hidden until two minutes before the end; nothing for who is not signed in."""
    request = context.get("request")
    viewer = getattr(request, "viewer", None)
    left = seconds_left(request) if request is not None and viewer is not None else None
    return {"left": left, "csrf_token": context.get("csrf_token")}
