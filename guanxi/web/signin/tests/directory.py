"""A firm's directory on loopback: OpenID Connect by the book, with the code flow and PKCE."""

import base64
import hashlib
import http.server
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "guanxi", "a secret between two servers"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Directory:
    """Who signs in there, and what the tests want it to say of them."""

    def __init__(self) -> None:
        self.address = ""
        self.issuer = self.token_issuer = ""
        self.claims: dict[str, Any] = {"sub": "7", "email": "ana@example.com"}
        self.claims["email_verified"] = True
        self.audience = CLIENT
        self.answers_with = 0
        self.signs_with: Any = KEY
        self.algorithm = "RS256"
        self.key_id: str | None = "1"
        self.says_nonce: str | None = None
        self.gives_token = True
        self.userinfo: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code that is good once."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Tokens for a code, if the secret, the address and the proof fit."""
        asked = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_known = given.get("client_secret") == SECRET
        if asked is None or not is_known or proof != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        issuer = self.token_issuer or self.address
        said = {"iss": issuer, "aud": self.audience, "iat": now, "exp": now + 60}
        said["nonce"] = asked.get("nonce", "") if self.says_nonce is None else self.says_nonce
        head = {"kid": self.key_id} if self.key_id else {}
        token = jwt.encode({**said, **self.claims}, self.signs_with, self.algorithm, headers=head)
        answer = {"access_token": "t", "token_type": "Bearer"}
        return 200, answer | ({"id_token": token} if self.gives_token else {})

    def published(self) -> dict[str, Any]:
        """What the directory says of itself."""
        names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        paths = ("/authorize", "/token", "/userinfo", "/keys")
        return {
            "issuer": self.issuer or self.address,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{name: self.address + path for name, path in zip(names, paths, strict=True)},
        }


@contextmanager
def served() -> Iterator[Directory]:
    """A directory that answers on an address of its own."""
    directory = Directory()

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if directory.answers_with:
                self.say(directory.answers_with, {})
                return
            if parts.path == "/authorize":
                asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", directory.authorize(asked))
                self.end_headers()
                return
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            answers: dict[str, Any] = {
                "/.well-known/openid-configuration": directory.published(),
                "/keys": {"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]},
                "/userinfo": {**directory.claims, **directory.userinfo},
            }
            self.say(200, answers.get(parts.path, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say(*directory.token({name: one[0] for name, one in parse_qs(body).items()}))

        def say(self, status: int, answer: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *parts: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    directory.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield directory
    server.shutdown()
    server.server_close()
