"""A provider of identities on this machine: authorization code, PKCE, RS256, and a userinfo that is a JWT.

It checks what a real one checks (client, secret, redirect address, PKCE, one use of a code) and each test may
bend one of its answers.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "canivet-essai", "un secret partagé"
REDIRECT = "http://127.0.0.1:8000/oidc/retour/"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """The provider; ``person`` is who signs in, ``bend`` changes claims or answers of one test."""

    def __init__(self) -> None:
        self.keys = {"k1": new_key()}
        self.signing = "k1"
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.calls: list[str] = []
        self.reset()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                pass

            def do_GET(self) -> None:
                provider.answer(self, urlsplit(self.path).path, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                provider.answer(self, urlsplit(self.path).path, form)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/api/v2"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        self.person = {
            "sub": "4f2c", "given_name": "Camille", "usual_name": "Exemple",
            "email": "Camille@Agglo.example", "uid": "c.exemple", "siret": "99999999800017",
            "roles": ["agent_public", "agent_public_territorial"], "organization_label": "Agglo fictive",
        }  # fmt: skip
        self.bend: dict[str, Any] = {}
        self.signing = next(iter(self.keys))
        self.codes.clear()
        self.calls.clear()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # What a browser does there: it asks, the person agrees, and it is sent back.
    def agree(self, address: str) -> str:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert urlsplit(address).path == "/api/v2/authorize"
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["redirect_uri"] == REDIRECT
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 32
        assert len(asked["nonce"]) >= 32
        assert asked["scope"].split()[:6] == ["openid", "given_name", "usual_name", "email", "uid", "siret"]
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{REDIRECT}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def signed(self, claims: dict[str, Any], **headers: Any) -> str:
        key = self.bend.get("signing_key") or self.keys[self.signing]
        return jwt.encode(claims, key, "RS256", headers={"kid": self.signing, **headers})

    def answer(self, handler: BaseHTTPRequestHandler, path: str, form: dict[str, str]) -> None:
        name = path.removeprefix("/api/v2/")
        self.calls.append(name)
        if name in self.bend.get("broken", ()):
            return self._send(handler, 500, "panne", "text/plain")
        if name == ".well-known/openid-configuration":
            return self._json(handler, {**self.description(), **self.bend.get("description", {})})
        if name == "jwks":
            return self._json(handler, {"keys": self.jwks()})
        if name == "token":
            return self.token(handler, form)
        if name == "userinfo":
            return self.userinfo(handler)
        return self._send(handler, 404, "", "text/plain")

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/session/end",
        }

    def jwks(self) -> list[dict[str, Any]]:
        as_jwk = jwt.algorithms.RSAAlgorithm.to_jwk
        return [
            {**as_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", "alg": "RS256"}
            for kid, key in self.keys.items()
        ]

    def token(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or form.get("redirect_uri") != asked["redirect_uri"]
            or form.get("grant_type") != "authorization_code"
            or base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return self._json(handler, {"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"], "nonce": asked["nonce"],
            "iat": now, "exp": now + 60, "acr": "eidas1",
        }  # fmt: skip
        claims.update(self.bend.get("id_token", {}))
        claims = {name: value for name, value in claims.items() if value is not None}
        id_token = self.bend.get("raw_id_token") or self.signed(claims)
        return self._json(handler, {"access_token": access, "id_token": id_token, "token_type": "Bearer"})

    def userinfo(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return self._json(handler, {"error": "invalid_token"}, 401)
        claims = {**self.person, "iss": self.issuer, "aud": CLIENT, **self.bend.get("userinfo", {})}
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.bend.get("userinfo_as_json"):
            return self._json(handler, claims)
        if "userinfo_key" in self.bend:
            self.bend["signing_key"] = self.bend["userinfo_key"]
        return self._send(handler, 200, self.signed(claims), "application/jwt; charset=utf-8")

    def _json(self, handler: BaseHTTPRequestHandler, document: Any, status: int = 200) -> None:
        self._send(handler, status, json.dumps(document), "application/json")

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: str, kind: str) -> None:
        data = body.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)
