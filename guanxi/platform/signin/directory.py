"""The firm's own directory: what it signs is believed by its published keys, for one sign-in."""

import base64
import hashlib
import hmac
import logging
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.jwtkit import verify_jti
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

# Kinds of signature that take a private key: a shared secret proves nothing of who signed.
SIGNATURES = frozenset(jwt.algorithms.requires_cryptography)
CLOCKS_APART_SECONDS = 60
log = logging.getLogger("guanxi.security")


class DirectoryAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The code flow with nothing left out: allauth skips the signature of a token it fetched."""

    nonce = ""

    def get_provider(self) -> "DirectoryProvider":
        return DirectoryProvider(self.request, app=super().get_provider().app)

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        """The tokens for the code; the number they must carry follows from what proves the code."""
        self.nonce = nonce_of(pkce_code_verifier) if pkce_code_verifier else ""
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise _refused("it gave no ID token")
        return super().complete_login(request, app, token, **kwargs)

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        self.userinfo = super()._fetch_user_info(access_token)
        return dict(self.userinfo)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            said = self._verified(app, id_token)
        except jwt.PyJWTError as problem:
            raise _refused(str(problem)) from problem
        if not self.nonce or not hmac.compare_digest(str(said.get("nonce", "")), self.nonce):
            raise _refused("its token is of another sign-in")
        if isinstance(said["aud"], list) and said.get("azp", app.client_id) != app.client_id:
            raise _refused("its token was made for another program")
        if getattr(self, "userinfo", said).get("sub") != said["sub"]:
            raise _refused("it tells of somebody else than it signed for")
        verify_jti(said)
        return said

    def _verified(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        signed_by = self._key(jwt.get_unverified_header(id_token).get("kid"))
        offered = self.openid_config.get("id_token_signing_alg_values_supported", ["RS256"])
        return dict(
            jwt.decode(
                id_token,
                key=signed_by.key,
                algorithms=sorted(SIGNATURES.intersection(offered)),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=CLOCKS_APART_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        )

    def _key(self, name: str | None) -> jwt.PyJWK:
        """The published key of this name; a token that names none means the only one there is."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            published = jwt.PyJWKSet.from_dict(answer.json())
        keys = [one for one in published.keys if one.public_key_use in {None, "sig"}]
        fitting = [one for one in keys if one.key_id == name] if name else keys
        if len(fitting) != 1:
            raise _refused(
                f"it publishes no key called {name}" if name else "its token names no key"
            )
        return fitting[0]


class DirectoryProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Asks with a proof of the code and a number that the answer must carry."""

    oauth2_adapter_class = DirectoryAdapter

    def get_pkce_params(self) -> dict[str, Any]:
        asked = generate_code_challenge()
        return {**asked, "nonce": nonce_of(asked["code_verifier"])}


def nonce_of(verifier: str) -> str:
    """A number that belongs to one sign-in alone: drawn from what only this session holds."""
    digest = hashlib.sha256(b"nonce:" + verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the directory."""
    return _through(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the directory, with what it gave."""
    return _through(OAuth2CallbackView, request, provider_id)


def _through(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(DirectoryAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


def _refused(why: str) -> OAuth2Error:
    log.warning("The directory is not believed: %s.", why.rstrip("."))
    return OAuth2Error("Invalid id_token")
