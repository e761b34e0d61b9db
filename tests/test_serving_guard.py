"""Who can reach `chrono serve`, and what it can be made to do: each line of the list is a row here."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

from chrono.frontends.serving import app
from chrono.frontends.serving.language import MOST
from tests.asking import founding_case
from tests.serving import PATIENCE, Reply, Served

SECRET = "the secret beside the folder"
READ = ("/", "/events", "/api/things", "/api/mistakes", "/static/0/main.js", "/lsp", "/api/file?name=events.yaml")
"""What is asked with GET; some of it is there, some not, and nobody is told which."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    above = tmp_path_factory.mktemp("above")
    (above / "secret.yaml").write_text(f"# {SECRET}\n")
    (above / "case").mkdir()
    case = founding_case(above / "case")
    (case / "rivals" / "link.yaml").symlink_to(above / "secret.yaml")
    found = Served(case).enter()
    yield found
    assert found.end() == 0
    assert "Traceback" not in found.said
    assert "token=" not in found.said.split("\n", 1)[-1], "the token is told once, by the first line"


def every(served: Served, headers: dict[str, str], *, cookie: bool = True) -> list[Reply]:
    """The answers to every kind of request with these headers."""
    found = [served.ask("GET", path, headers=headers, cookie=cookie) for path in READ if path != "/events"]
    found.append(served.ask("POST", "/api/infer", "{}", headers, cookie=cookie))
    found += [served.ask(method, "/api/infer", None, headers, cookie=cookie) for method in ("HEAD", "PUT", "DELETE")]
    return found


# -- this machine, this address


def test_it_listens_to_this_machine_alone(served: Served) -> None:
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("the system tells of no sockets there")
    listening = [line.split()[1] for line in table.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{served.port:04X}" in listening
    assert f"00000000:{served.port:04X}" not in listening
    tables = Path("/proc/net/tcp6").read_text() if Path("/proc/net/tcp6").exists() else ""
    assert f":{served.port:04X} " not in tables.upper()


@pytest.mark.parametrize(
    "host", ["evil", "rebind.attacker", "127.0.0.1", "localhost.", "127.0.0.1.nip.io", "0.0.0.0", "", "[::1]", "127.1"]
)
def test_another_host_is_refused(served: Served, host: str) -> None:
    for name in (host, f"{host}:{served.port}", f"{host}:80"):
        if name in (f"[::1]:{served.port}", f"127.0.0.1:{served.port}"):
            continue
        assert {reply.status for reply in every(served, {"Host": name})} <= {400, 403}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_its_own_names_are_taken(served: Served, host: str) -> None:
    assert served.ask("GET", "/api/mistakes", headers={"Host": f"{host}:{served.port}"}).status == 200


# -- its own page


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything", ""])
def test_requests_of_other_sites_are_refused(served: Served, site: str) -> None:
    assert {reply.status for reply in every(served, {"Sec-Fetch-Site": site})} == {403}


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://localhost:1"]
)
def test_requests_with_another_origin_are_refused(served: Served, origin: str) -> None:
    headers = {"Origin": origin.format(port=served.port)}
    assert {reply.status for reply in every(served, headers)} == {403}
    assert {reply.status for reply in every(served, {**headers, "Sec-Fetch-Site": "same-origin"})} == {403}


def test_its_own_page_may_ask(served: Served) -> None:
    for headers in (
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": f"http://127.0.0.1:{served.port}"},
        {"Origin": f"http://localhost:{served.port}", "Sec-Fetch-Site": "same-origin"},
    ):
        assert served.ask("GET", "/api/mistakes", headers=headers).status == 200
        assert served.ask("POST", "/api/windows", "{}", headers).status == 200


def raw(served: Served, request: str) -> str:
    """The first line of the answer to a request as it is written here."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as line:
        line.sendall(request.replace("\n", "\r\n").encode())
        return line.recv(65536).decode("latin-1").partition("\r\n")[0]


def test_headers_told_twice_are_refused(served: Served) -> None:
    own = f"127.0.0.1:{served.port}"
    for twice in (
        f"Host: {own}\nHost: evil",
        f"Host: {own}\nOrigin: http://{own}\nOrigin: http://evil",
        f"Host: {own}\nSec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site",
    ):
        line = raw(served, f"GET /api/mistakes HTTP/1.1\n{twice}\nCookie: {served.cookie}\nConnection: close\n\n")
        assert re.match(r"HTTP/1\.1 (400|403)", line), line


UPGRADE = (
    "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
)


def test_events_and_sockets_are_guarded_alike(served: Served) -> None:
    own = f"127.0.0.1:{served.port}"
    for more in ("", UPGRADE):
        for headers in (
            f"Host: {own}\n",  # without a cookie
            f"Host: evil:{served.port}\nCookie: {served.cookie}\n",
            f"Host: {own}\nCookie: {served.cookie}\nOrigin: http://evil.example\n",
            f"Host: {own}\nCookie: {served.cookie}\nSec-Fetch-Site: cross-site\n",
        ):
            for path in ("/events", "/lsp"):
                line = raw(served, f"GET {path} HTTP/1.1\n{headers}{more}\n")
                assert re.match(r"HTTP/1\.1 403", line), (path, headers, more, line)
    # A browser always says from where it opens a socket: what says nothing is none.
    assert "403" in raw(served, f"GET /lsp HTTP/1.1\nHost: {own}\nCookie: {served.cookie}\n{UPGRADE}\n")


# -- the token and the cookie


def test_without_the_cookie_nothing_is_told(served: Served) -> None:
    for cookie in ({}, {"Cookie": f"chrono-{served.port}=guess"}, {"Cookie": "chrono=x; =; ;"}, {"Cookie": "\xff"}):
        replies = every(served, cookie, cookie=False)
        assert {reply.status for reply in replies} == {403}
        assert not any("Trotsky" in reply.text for reply in replies)


def test_the_token_lets_one_browser_in_once(served: Served) -> None:
    again = served.ask("GET", served.start, cookie=False)
    assert (again.status, "set-cookie" in again.headers) == (403, False)
    assert "press Enter" in again.text
    # The browser that is in already only goes to the page.
    assert (served.ask("GET", served.start).status, served.ask("GET", "/start?token=x", cookie=False).status) == (
        303,
        403,
    )


def test_the_cookie_is_strict_and_the_address_clean(tmp_path: Path) -> None:
    own = Served(founding_case(tmp_path))
    reply = own.ask("GET", own.start)
    cookie = reply.headers["set-cookie"]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "samesite=strict", "path=/"}
    assert (reply.status, reply.headers["location"]) == (303, "/")
    token = own.start.partition("=")[2]
    assert len(token) >= 32
    assert token not in cookie
    assert own.end() == 0
    assert token not in own.said


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD"])
def test_the_address_is_only_opened(tmp_path: Path, method: str) -> None:
    own = Served(founding_case(tmp_path))
    assert own.ask(method, own.start).status == 403
    assert own.ask("GET", own.start, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert own.ask("GET", own.start).status == 303, "what was refused did not use it up"
    assert own.end() == 0


# -- headers of answers


def test_every_answer_has_the_headers_that_keep_it(served: Served) -> None:
    page = served.ask("GET", "/")
    digest = re.search(r"/static/([0-9a-f]+)/main\.js", page.text)
    assert digest
    script = served.ask("GET", f"/static/{digest[1]}/main.js")
    assert script.status == 200
    for reply in (
        page,
        script,
        served.post("windows"),
        served.ask("GET", "/nothing"),
        *every(served, {}, cookie=False),
    ):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["cross-origin-opener-policy"] == "same-origin"
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "server" not in reply.headers
        if reply is not script:
            assert reply.headers["cache-control"] == "no-store"


def test_each_page_has_a_nonce_of_its_own(served: Served) -> None:
    nonces = set()
    for _ in range(3):
        page = served.ask("GET", "/")
        policy = page.headers["content-security-policy"]
        nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)
        assert nonce
        assert f'nonce="{nonce[1]}"' in page.text
        assert "unsafe" not in policy
        assert {"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= {
            part.strip() for part in policy.split(";")
        }
        nonces.add(nonce[1])
    assert len(nonces) == 3


def test_the_page_makes_no_elements_of_texts() -> None:
    for path in app.PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setHTML", text)
        assert found == [], path.name
        assert not re.search(r"https?://", text), path.name


# -- paths, bodies, limits


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../page.html",
        "/static/{digest}/..%2fapp.py",
        "/static/{digest}/../../app.py",
        "/static/{digest}/%2e%2e%2fapp.py",
        "/static/{digest}/page.html",
        "/static/{digest}/main.js%00.css",
        "/static/{digest}/",
        "/events.yaml",
        "/rivals/link.yaml",
        "/api/../events.yaml",
        "/api/file?name=events.yaml",
        "//etc/passwd",
    ],
)
def test_no_path_of_a_request_is_opened(served: Served, path: str) -> None:
    found = re.search(r"/static/([0-9a-f]+)/", served.ask("GET", "/").text)
    assert found
    reply = served.ask("GET", path.format(digest=found[1]))
    assert reply.status == 404
    assert "root:" not in reply.text
    assert SECRET not in reply.text


def test_a_link_out_of_the_folder_is_not_laid_over(served: Served) -> None:
    assert "rivals/link.yaml" not in served.ask("GET", "/api/things").json["overlays"]
    assert served.post("infer", **{"with": ["rivals/link.yaml"]}).status == 400


def test_nothing_is_written_unless_it_was_started_for_that(served: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert served.ask(method, "/api/file", "{}").status in (404, 405)


def test_bodies_are_json_and_not_large(served: Served) -> None:
    large = b'{"ids": ["' + b"x" * (2 * 1024 * 1024) + b'"]}'
    assert served.ask("POST", "/api/infer", large).status == 413
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert served.ask("POST", "/api/infer", "{}", {"Content-Type": kind}).status == 415
    assert served.ask("POST", "/api/infer", "[" * 100_000).status == 400
    assert served.ask("POST", "/api/infer", b"\xff\xfe").status == 400
    assert served.ask("POST", "/api/nothing", "{}").status == 404
    assert served.ask("GET", "/api/mistakes?state=1e9").status == 400


def test_long_heads_are_refused(served: Served) -> None:
    line = raw(served, f"GET /{'x' * 200_000} HTTP/1.1\nHost: 127.0.0.1:{served.port}\n\n")
    assert line == "" or re.match(r"HTTP/1\.1 4", line)
    assert served.ask("GET", "/api/mistakes").status == 200


# -- the editor's language server


@pytest.fixture(scope="module")
def editing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("edited")
    (folder / "mine").mkdir()
    (folder / "beside").mkdir()
    (folder / "mine" / "events.yaml").write_text("documents: {letter: {date: 1200}}\n")
    (folder / "beside" / "events.yaml").write_text(f"documents: {{secret: {{name: {SECRET}, date: 1300}}}}\n")
    served = Served(folder / "mine", "--edit").enter()
    yield served, folder
    served.process.kill()
    served.process.wait()


def speaking(served: Served, **headers: str) -> Any:
    from websockets.sync.client import connect

    own = f"http://127.0.0.1:{served.port}"
    sent = {"Cookie": served.cookie, "Origin": own, **headers}
    origin = sent.pop("Origin")
    return connect(
        f"ws://127.0.0.1:{served.port}/lsp", additional_headers=sent, origin=origin, proxy=None, compression=None
    )


def test_the_editor_speaks_of_the_folder_that_is_served_alone(editing: tuple[Served, Path]) -> None:
    served, folder = editing
    files = served.ask("GET", "/api/files").json
    assert files["folder"] == (folder / "mine").as_uri()
    with speaking(served) as there:

        def tell(**message: Any) -> None:
            there.send(json.dumps({"jsonrpc": "2.0", **message}))

        def answer(id: int) -> Any:
            while (found := json.loads(there.recv(PATIENCE))).get("id") != id:
                heard.append(found)
            return found["result"]

        heard: list[Any] = []
        tell(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
        assert "hoverProvider" in answer(1)["capabilities"]
        tell(method="initialized", params={})
        beside = (folder / "beside" / "events.yaml").as_uri()
        within = files["folder"]
        for number, uri in enumerate((beside, f"{within}/../beside/events.yaml", f"{within}/%2e%2e/beside/x.yaml"), 2):
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": "documents: {}\n"}
            tell(method="textDocument/didOpen", params={"textDocument": document})
            tell(id=number, method="workspace/symbol", params={"query": ""})
            assert answer(number) == []
        document = {
            "uri": f"{within}/events.yaml",
            "languageId": "yaml",
            "version": 1,
            "text": "documents: {a: {dat: 1}}",
        }
        tell(method="textDocument/didOpen", params={"textDocument": document})
        while not (heard and (marked := heard[-1].get("params", {}).get("diagnostics"))):
            heard.append(json.loads(there.recv(PATIENCE)))
        assert marked[0]["code"] == "unknown-key"
        assert SECRET not in json.dumps(heard)


def test_too_many_editors_are_told_to_come_later(editing: tuple[Served, Path]) -> None:
    from websockets.exceptions import ConnectionClosed, InvalidStatus

    served, _ = editing
    for headers in ({"Origin": "http://evil.example"}, {"Cookie": "chrono=no"}):
        with pytest.raises(InvalidStatus, match="403"):
            speaking(served, **headers)
    with ExitStack() as there:
        for _ in range(MOST):
            there.enter_context(speaking(served))
        late = there.enter_context(speaking(served))
        with pytest.raises(ConnectionClosed):
            late.recv(PATIENCE)
        assert late.protocol.close_code == 1013
    with speaking(served) as again:
        again.send("[]")
        assert json.loads(again.recv(PATIENCE))["error"], "who has gone has made room"


def test_the_editor_is_there_only_where_it_was_asked_for(served: Served, editing: tuple[Served, Path]) -> None:
    for of, status in ((served, 404), (editing[0], 200)):
        found = re.search(r"/static/([0-9a-f]+)/", of.ask("GET", "/").text)
        assert found
        assert of.ask("GET", f"/static/{found[1]}/codemirror.js").status == status
        assert of.ask("GET", f"/static/{found[1]}/licences.txt").status == 404
