"""OpenID Connect by Authlib: code flow with state, nonce and PKCE, the token's signature checked against its keys."""

from functools import lru_cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.http import HttpRequest
from joserfc.errors import JoseError

from .contract import PersonDeclined, Proof, ProofRefused, Provider, ProviderAway

TIMEOUT = 10  # seconds for each question to the provider
# Signatures that need the provider's private key: with others a token could be made by whoever knows the client.
SIGNATURES = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)


@lru_cache(maxsize=4)
def provider(*, issuer: str, client: str, secret: str, scope: str, acr: str) -> Provider:
    """The provider at an issuer's address; its description and keys are read once by each process."""
    return OpenIDProvider(issuer=issuer, client=client, secret=secret, scope=scope, acr=acr)


class OpenIDProvider:
    """A provider that describes itself at /.well-known/openid-configuration (OpenID Connect Discovery 1.0)."""

    def __init__(self, *, issuer: str, client: str, secret: str, scope: str, acr: str) -> None:
        self.issuer = issuer
        self._asked = {"acr_values": acr} if acr else {}
        self._app: Any = OAuth().register(
            "identity",
            client_id=client,
            client_secret=secret,
            server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": TIMEOUT},
        )

    def begin(self, request: HttpRequest, *, back: str) -> str:
        try:
            self._describe()
            answer = self._app.authorize_redirect(request, back, **self._asked)
        except (requests.RequestException, ValueError, RuntimeError) as problem:
            raise ProviderAway from problem
        return str(answer["Location"])

    def finish(self, request: HttpRequest) -> Proof:
        if request.GET.get("error") == "access_denied":
            raise PersonDeclined
        options = {"iss": {"essential": True, "values": [self.issuer]}}
        try:
            self._describe()
            token = self._app.authorize_access_token(request, claims_options=options)
            proved = token.get("userinfo")
            if not proved:
                raise ProofRefused("no identity token")
            more = (
                self._app.userinfo(token=token) if self._app.server_metadata.get("userinfo_endpoint") else {}
            )
        except requests.RequestException as problem:
            raise ProviderAway from problem
        except (OAuthError, AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError) as problem:
            raise ProofRefused(type(problem).__name__) from problem
        if more and more.get("sub") != proved["sub"]:  # OpenID Connect Core 1.0 §5.3.2
            raise ProofRefused("facts of somebody else")
        return Proof(self.issuer, str(proved["sub"]), {**more, **proved})

    def _describe(self) -> None:
        """Read the provider's description once; it must be of the issuer it was asked for (Discovery 1.0 §4.3)."""
        said = self._app.load_server_metadata()
        if str(said.get("issuer", "")).rstrip("/") != self.issuer.rstrip("/"):
            said.pop("_loaded_at", None)
            raise RuntimeError("the description is another issuer's")
        offered = said.get("id_token_signing_alg_values_supported", ["RS256"])
        said["id_token_signing_alg_values_supported"] = [each for each in offered if each in SIGNATURES]
        self.issuer = str(said["issuer"])
