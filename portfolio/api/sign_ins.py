"""Sign in, renew and sign out: an access token lives five minutes, the sign-in behind it can be revoked."""

from typing import Any

from flask import request
from flask.views import MethodView
from marshmallow import fields, validate

from auth import sessions
from auth.accounts import Account
from auth.errors import NotSignedIn
from auth.guard import public
from auth.recognition import renewed_token
from auth.sessions import SessionKind
from portfolio import signing_in
from portfolio.api.blueprint import ApiSchema, make_blueprint
from portfolio.pages.blueprint import now, parts

TOKEN_SECONDS = 300

blueprint = make_blueprint("sign_ins", "Sign in, renew, sign out")


class SignInSchema(ApiSchema):
    login = fields.String(required=True, validate=validate.Length(max=320))
    password = fields.String(required=True, validate=validate.Length(max=256), load_only=True)
    totp = fields.String(required=True, validate=validate.Length(max=16), load_only=True)


class CardSchema(ApiSchema):
    card = fields.String(required=True, validate=validate.Length(max=64), load_only=True)
    pictures = fields.List(
        fields.String(validate=validate.Length(max=32)), required=True, validate=validate.Length(max=12)
    )


class RenewalSchema(ApiSchema):
    renewal = fields.String(required=True, validate=validate.Length(max=128), load_only=True)


class TokensSchema(ApiSchema):
    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds"})
    renewal = fields.String(metadata={"description": "Gets a new access token until the sign-in ends"})


@blueprint.route("/sign-ins")
class SignIns(MethodView):
    @public
    @blueprint.arguments(SignInSchema)
    @blueprint.response(201, TokensSchema)
    @blueprint.alt_response(401, description="Not signed in; the same for every reason")
    def post(self, given: dict[str, str]) -> dict[str, Any]:
        """Sign in with login, password and one-time code."""
        account = parts().credentials.prove_password(
            given["login"], given["password"], given["totp"], now(), request.remote_addr or ""
        )
        return _begun(account)

    @public
    @blueprint.arguments(RenewalSchema)
    @blueprint.response(204)
    def delete(self, given: dict[str, str]) -> None:
        """Sign out: the renewal and every token got with it stop working at once."""
        sessions.end(given["renewal"])


@blueprint.route("/sign-ins/card")
class CardSignIns(MethodView):
    @public
    @blueprint.arguments(CardSchema)
    @blueprint.response(201, TokensSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Sign in with a child's card and picture code."""
        account = parts().credentials.prove_card(given["card"], given["pictures"], now(), request.remote_addr or "")
        return _begun(account)


@blueprint.route("/sign-ins/renewal")
class Renewals(MethodView):
    @public
    @blueprint.arguments(RenewalSchema)
    @blueprint.response(200, TokensSchema)
    def post(self, given: dict[str, str]) -> dict[str, Any]:
        """Get a fresh access token while the sign-in is alive."""
        token = renewed_token(parts().tokens, given["renewal"], now())
        if token is None:
            raise NotSignedIn
        return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}


def _begun(account: Account) -> dict[str, Any]:
    renewal = signing_in.begin(account, SessionKind.API, now())
    token = renewed_token(parts().tokens, renewal, now())
    return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "renewal": renewal}
