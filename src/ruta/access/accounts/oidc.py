"""A client of one OpenID Connect provider: the code flow, with PKCE, state and nonce.

Written on `requests` and PyJWT because allauth's own client checks no nonce and trusts an identity
token without looking at its signature. What is checked follows OpenID Connect Core 1.0, §3.1.3.7.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings

TIMEOUT_S = 5
ALGORITHMS = ("RS256", "ES256")
LEEWAY_S = 30
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class ProviderRefused(Exception):
    """The provider cannot be asked, or its answer proves nobody; why is told to nobody."""


@dataclass(frozen=True)
class Errand:
    """What we sent a browser with: it must come back with the same."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def new(cls) -> "Errand":
        """Three secrets of one errand."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @property
    def challenge(self) -> str:
        """What PKCE shows of the verifier beforehand (S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _safe(url: object) -> str:
    """
    An address we may ask: over TLS, or of this very machine.

    :raises ProviderRefused: for any other
    """
    parts = urlsplit(str(url or ""))
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return parts.geturl()
    raise ProviderRefused("an address that is not https")


def _asked(method: str, url: object, **more: Any) -> dict[str, Any]:
    """
    The JSON object that an address of the provider answers.

    :raises ProviderRefused: when it does not
    """
    try:
        answer = requests.request(
            method, _safe(url), timeout=TIMEOUT_S, allow_redirects=False, **more
        )
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderRefused("no answer") from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise ProviderRefused(f"answered {answer.status_code}")
    return found


def discover() -> Mapping[str, Any]:
    """
    What the provider says of itself.

    :raises ProviderRefused: when it names another issuer than the one configured
    """
    issuer = settings.RUTA_OIDC_ISSUER
    found = _asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise ProviderRefused("another issuer")
    return found


def address(errand: Errand, *, back: str) -> str:
    """
    Where to send the browser.

    :param back: our address to which it returns
    :raises ProviderRefused: as `discover`
    """
    query = {
        "response_type": "code",
        "client_id": settings.RUTA_OIDC_CLIENT,
        "redirect_uri": back,
        "scope": "openid",
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": errand.challenge,
        "code_challenge_method": "S256",
    }
    where = _safe(discover().get("authorization_endpoint"))
    return f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"


def subject(errand: Errand, query: Mapping[str, str], *, back: str, now: datetime) -> str:
    """
    By which subject the provider knows who came back.

    :param query: what the browser came back with
    :raises ProviderRefused: when anything of it does not fit what we sent
    """
    if not secrets.compare_digest(query.get("state", ""), errand.state) or "error" in query:
        raise ProviderRefused("another errand")
    provider = discover()
    if query.get("iss", provider["issuer"]) != provider["issuer"]:
        raise ProviderRefused("another issuer")
    token = _exchange(provider, query.get("code", ""), errand, back=back)
    claims = _claims(provider, token, now=now)
    if not secrets.compare_digest(str(claims.get("nonce", "")), errand.nonce):
        raise ProviderRefused("another nonce")
    return str(claims["sub"])


def _exchange(provider: Mapping[str, Any], code: str, errand: Errand, *, back: str) -> str:
    """The identity token that the code is good for."""
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.RUTA_OIDC_CLIENT,
        "code_verifier": errand.verifier,
    }
    if settings.RUTA_OIDC_SECRET_FILE:
        given["client_secret"] = Path(settings.RUTA_OIDC_SECRET_FILE).read_text().strip()
    answer = _asked("POST", provider.get("token_endpoint"), data=given)
    return str(answer.get("id_token", ""))


def _claims(provider: Mapping[str, Any], token: str, *, now: datetime) -> dict[str, Any]:
    """
    What the token says, once its signature, issuer, audience and times are right.

    Times are held against `now`, the database's clock, and not against this machine's.
    """
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise ProviderRefused("an algorithm we do not take")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(provider, header),
            algorithms=list(ALGORITHMS),
            audience=settings.RUTA_OIDC_CLIENT,
            issuer=settings.RUTA_OIDC_ISSUER,
            options={
                "require": ["exp", "iat", "iss", "aud", "sub", "nonce"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        expires, issued = float(claims["exp"]), float(claims["iat"])
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise ProviderRefused("a token that proves nobody") from error
    seconds = now.timestamp()
    if expires + LEEWAY_S <= seconds or issued - LEEWAY_S > seconds:
        raise ProviderRefused("a token of another time")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.RUTA_OIDC_CLIENT:
        raise ProviderRefused("a token for another")
    return claims


def _key(provider: Mapping[str, Any], header: Mapping[str, Any]) -> jwt.PyJWK:
    """The provider's key that signed a token."""
    keys = jwt.PyJWKSet.from_dict(_asked("GET", provider.get("jwks_uri"))).keys
    ours = [
        key
        for key in keys
        if key.key_id == header.get("kid") and key.public_key_use in {None, "sig"}
    ]
    if len(ours) != 1 or ours[0].algorithm_name != header["alg"]:
        raise ProviderRefused("an unknown key")
    return ours[0]
