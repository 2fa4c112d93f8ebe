"""Security and cache headers on every reply, and the origin check that stands beside the CSRF token."""

from secrets import token_urlsafe

from flask import Flask, Response, abort, g, request

from portfolio.pages.blueprint import parts

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def csp_nonce() -> str:
    """This reply's nonce, made when first asked for: a refusal may come before any of our hooks ran."""
    if "nonce" not in g:
        g.nonce = token_urlsafe(18)
    return str(g.nonce)


def set_up(app: Flask) -> None:
    """Check where a change comes from before it is read, and set headers on every reply."""
    app.before_request(_refuse_other_sites)
    app.after_request(_with_headers)
    app.context_processor(lambda: {"csp_nonce": csp_nonce})


def _refuse_other_sites() -> None:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method in UNSAFE and site not in {"same-origin", "none"}:
        abort(403)


def _with_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _policy())
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    if parts().settings.https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def _policy() -> str:
    return (
        f"default-src 'none'; script-src 'nonce-{csp_nonce()}' 'strict-dynamic'; style-src 'self'; "
        "img-src 'self' blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
