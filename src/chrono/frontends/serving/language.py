"""The language server for the editor in the page, where the server was started for that: one for each WebSocket.

Takes sockets that the guard has let through, gives what `chrono lsp` gives, of the folder that is served and of no
other: no file is read because a page names it. What it is built on is loaded when the first page opens its editor.
"""

from __future__ import annotations

from os.path import normpath
from pathlib import Path

from starlette.websockets import WebSocket, WebSocketDisconnect

MOST = 8
"""So many editors at once."""
MOST_BYTES = 8 * 1024 * 1024
"""Of one message: what can be written at all, with every character escaped."""
TRY_LATER = 1013


class Editors:
    """The editors that are connected."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds, self.connected = Path(normpath(folder.absolute())), seconds, 0

    async def connect(self, socket: WebSocket) -> None:
        """Speaks with one editor until it is gone."""
        from chrono.frontends.lsp.features import server
        from chrono.frontends.lsp.serving import over_frames

        await socket.accept()
        if self.connected >= MOST:
            await socket.close(TRY_LATER)
            return

        async def take() -> bytes | None:
            try:
                return (await socket.receive_text()).encode("utf-8", "surrogatepass")
            except (WebSocketDisconnect, KeyError):
                # Gone, or frames that hold no text, which is none of the protocol.
                return None

        async def send(text: str) -> None:
            try:
                await socket.send_text(text)
            except (WebSocketDisconnect, RuntimeError):
                return

        self.connected += 1
        try:
            await over_frames(server(self.seconds, self.folder), take, send)
        finally:
            self.connected -= 1
