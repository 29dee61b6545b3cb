"""A provider of identities on loopback: discovery, authorisation, tokens and keys, signed RS256."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "ruta", "a-secret-of-the-client"


class Provider:
    """Who says who somebody is; `lies` changes what its next token says."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.shown = self.key
        self.subject = "subject-1"
        self.lies: dict[str, Any] = {}
        self.kid = "key-1"
        self.algorithm = "RS256"
        self.asked: dict[str, dict[str, str]] = {}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser is sent back with after the person was recognised there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self.asked[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.asked.pop(given.get("code", ""), None)
        if asked is None or given["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if given.get("client_secret") != SECRET or given["client_id"] != CLIENT:
            return 401, {"error": "invalid_client"}
        return 200, {"token_type": "Bearer", "access_token": "x", "id_token": self.sign(asked)}

    def sign(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **self.lies,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            return jwt.encode(claims, "", algorithm="none", headers={"kid": self.kid})
        if self.algorithm == "HS256":
            word = SECRET * 4
            return jwt.encode(claims, word, algorithm="HS256", headers={"kid": self.kid})
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})

    def jwks(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.shown.public_key()))
        return {"keys": [{**public, "kid": "key-1", "alg": "RS256", "use": "sig"}]}


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def _send(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        pages = {
            "/.well-known/openid-configuration": self.provider.discovery,
            "/jwks": self.provider.jwks,
        }
        page = pages.get(self.path)
        self._send(200, page()) if page else self._send(404, {})

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(text).items()}
        self._send(*self.provider.token(given))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers while the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    provider = Provider(server.server_address[1])
    server.RequestHandlerClass.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
