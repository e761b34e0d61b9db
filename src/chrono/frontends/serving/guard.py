"""What stands before every request: it comes from this machine, from this server's own page, and from whoever has the
cookie.

Takes requests of any kind (HTTP, events, WebSockets), lets through or refuses them. Which page asks is told by what the
browser says of itself (`Sec-Fetch-Site`, else `Origin`), on every method: reading tells the evidence too. The token in
the address that is opened first can be used once, for a cookie that no script reads and no other site sends.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest, token_urlsafe
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chrono.frontends.serving.headers import HEADERS

BITS = 192
START = "/start"
"""Where the token is exchanged for the cookie."""


class Guard:
    """The application behind its guard, which knows the port, the token and the cookie."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app, self.port = app, port
        self.hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)
        self.name, self.secret = f"chrono-{port}", token_urlsafe(BITS // 8)
        self._tokens: list[str] = []

    def link(self) -> str:
        """A new address that lets one browser in, once."""
        self._tokens = [*self._tokens[-7:], token_urlsafe(BITS // 8)]
        return f"http://127.0.0.1:{self.port}{START}?token={self._tokens[-1]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or has the application do so."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is None:
            await self.app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope) -> Response | None:
        """The refusal of a request; None where it may pass."""
        headers = _headers(scope)
        if headers is None or headers.get("host") not in self.hosts:
            return _no("this is not the address of chrono serve")
        if not self._of_own_page(headers, websocket=scope["type"] == "websocket"):
            return _no("another site asks; chrono serve answers its own page alone")
        if scope["type"] == "http" and scope["path"] == START:
            return self._started(scope, headers)
        if not self._has_cookie(headers):
            return _no("open the address that chrono serve printed; it lets one browser in, once")
        return None

    def _of_own_page(self, headers: dict[str, str], *, websocket: bool) -> bool:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin not in self.origins:
            return False
        if site is not None:
            # `none`: somebody typed the address, or opened it from a bookmark.
            return site == "same-origin" or (site == "none" and not websocket)
        # A browser that opens a WebSocket always says from where.
        return origin is not None or not websocket

    def _started(self, scope: Scope, headers: dict[str, str]) -> Response:
        if scope["method"] != "GET":
            return _no("the address is opened, nothing else")
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[-1]
        found = [token for token in self._tokens if compare_digest(token.encode(), given.encode())]
        self._tokens = [token for token in self._tokens if token not in found]
        if not found and not self._has_cookie(headers):
            return _no("this address was used before; press Enter where chrono serve runs for another")
        there = RedirectResponse("/", status_code=303)
        if found:
            there.set_cookie(self.name, self.secret, path="/", httponly=True, samesite="strict")
        return there

    def _has_cookie(self, headers: dict[str, str]) -> bool:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.name)
        except CookieError:
            return False
        return morsel is not None and compare_digest(morsel.value.encode(), self.secret.encode())


def _headers(scope: Scope) -> dict[str, str] | None:
    """The headers of a request; None where one of those that decide is there twice."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        if key in found and key in ("host", "origin", "sec-fetch-site"):
            return None
        found[key] = f"{found[key]}; {value.decode('latin-1')}" if key in found else value.decode("latin-1")
    return found


def _no(why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status_code=403)


def _with_headers(send: Send) -> Send:
    """What sends an answer with the headers that every answer has, where it has none of its own."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            added = [(name, value) for name, value in HEADERS if name not in own]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sent
