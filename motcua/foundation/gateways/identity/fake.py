"""A provider of identity for the demonstration: it speaks OpenID Connect on the loopback and believes whatever is typed.

Code flow with PKCE only, a code is good once, tokens are signed with a key made at the start.
"""

import hashlib
import hmac
import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from ..serving import Running

BACK = "/tai-khoan/dinh-danh/ve"  # people are sent back to no other page
KEPT = ("redirect_uri", "state", "nonce", "code_challenge", "client_id")
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Định danh minh họa</title><main><h1>Định danh minh họa</h1>
<p>Đây không phải VNeID. Trang này chỉ có trong bản chạy thử và tin mọi điều được gõ; xin chỉ gõ về người bịa đặt.</p>
<form method="post">{kept}
<p><label>Số định danh cá nhân <input name="personal_number" value="001090001234"></label></p>
<p><label>Họ và tên <input name="name" value="Nguyễn Văn Tâm"></label></p>
<p><label>Ngày sinh <input name="birthdate" value="12/08/1990"></label></p>
<p><label>Mức định danh <select name="acr"><option value="muc-2">2</option><option value="muc-1">1</option></select></label></p>
<button name="agreed" value="1">Đồng ý</button> <button>Không đồng ý</button></form></main></html>"""


class FakeProvider(Running, ThreadingHTTPServer):
    """`codes` are those given and not used yet, `tokens` what their holders may read."""

    daemon_threads = True

    def __init__(self, client: str, secret: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Request)
        self.client, self.secret = client, secret
        self.port = int(self.server_address[1])
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.key = RSAKey.generate_key(2048, {"kid": "minh-hoa", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, str]] = {}

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/vao",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def exchange(self, asked: dict[str, str], client: str, secret: str) -> dict[str, Any] | None:
        """Tokens for a code; None for a wrong client, a code used before, or one that another browser asked for."""
        said = self.codes.pop(asked.get("code", ""), None)
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        known = client == self.client and hmac.compare_digest(secret.encode(), self.secret.encode())
        if said is None or not known or asked.get("redirect_uri") != said["redirect_uri"]:
            return None
        if urlsafe_b64encode(proof).rstrip(b"=").decode() != said["code_challenge"]:
            return None
        claims = {name: said.get(name, "") for name in ("name", "birthdate", "personal_number", "acr")}
        claims["sub"] = hashlib.sha256(claims["personal_number"].encode()).hexdigest()[:24]
        token, at = secrets.token_urlsafe(24), int(time.time())
        self.tokens[token] = claims
        signed = {"iss": self.issuer, "aud": self.client, "iat": at, "exp": at + 300, "nonce": said["nonce"]}
        signed |= {"sub": claims["sub"], "acr": claims["acr"]}
        identity = jwt.encode({"alg": "RS256", "kid": "minh-hoa"}, signed, self.key)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": identity}


class _Request(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, self._asked(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            return self._json(200, self.server.description())
        if path == "/jwks":
            return self._json(200, {"keys": [self.server.key.as_dict(private=False)]})
        if path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            held = self.server.tokens.get(token)
            return self._json(200, held) if held else self._json(401, {"error": "invalid_token"})
        if path == "/vao" and self._is_ours(asked):
            kept = "".join(
                f'<input type="hidden" name="{name}" value="{escape(asked.get(name, ""))}">' for name in KEPT
            )
            return self._say(200, PAGE.format(kept=kept).encode(), "text/html; charset=utf-8")
        return self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        asked = self._asked(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())
        if path == "/token":
            tokens = self.server.exchange(asked, *self._client(asked))
            return self._json(200, tokens) if tokens else self._json(400, {"error": "invalid_grant"})
        if path == "/vao" and self._is_ours(asked):
            answer = {"state": asked.get("state", ""), "iss": self.server.issuer}
            if asked.get("agreed"):
                answer["code"] = secrets.token_urlsafe(24)
                self.server.codes[answer["code"]] = asked
            else:
                answer["error"] = "access_denied"
            self.send_response(303)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        return self._json(404, {"error": "not_found"})

    def _is_ours(self, asked: dict[str, str]) -> bool:
        back = urlsplit(asked.get("redirect_uri", ""))
        whole = all(asked.get(name) for name in KEPT)
        return whole and back.path == BACK and not back.query and asked["client_id"] == self.server.client

    def _client(self, asked: dict[str, str]) -> tuple[str, str]:
        kind, _, said = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return asked.get("client_id", ""), asked.get("client_secret", "")
        client, _, secret = b64decode(said).decode().partition(":")
        return unquote(client), unquote(secret)

    def _asked(self, text: str) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}

    def _json(self, status: int, said: Any) -> None:
        self._say(status, json.dumps(said).encode(), "application/json")

    def _say(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged: the requests hold people's numbers."""
