"""A passkey's way between browser and page: options as JSON, the answer in a form's field."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

from ruta.access.accounts.passkeys import PasskeyRefused

LIMIT_BYTES = 20_000


def options(given: Mapping[str, Any]) -> JsonResponse:
    """What a ceremony begins with, for `passkey.js`."""
    return JsonResponse(dict(given))


def answer(request: HttpRequest) -> dict[str, Any]:
    """
    What the device answered, from the field `credential`.

    :raises PasskeyRefused: when it is no object in JSON
    """
    text = request.POST.get("credential", "")
    try:
        found = json.loads(text[:LIMIT_BYTES])
    except ValueError:
        raise PasskeyRefused from None
    if not isinstance(found, dict):
        raise PasskeyRefused
    return found
