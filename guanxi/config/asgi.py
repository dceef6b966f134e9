"""The entry point of a web process: live updates asynchronous, the rest is Django in threads."""

import os
from importlib.util import find_spec

from django.utils.module_loading import import_string

from guanxi.config.bridge import Application, Bridge, Message, Receive, Send
from guanxi.config.wsgi import application as pages

LIVE = "/live/"
THREADS = int(os.environ.get("GUANXI_WEB_THREADS", "4"))

live: Application | None = (
    import_string("guanxi.web.live.application") if find_spec("guanxi.web.live") else None
)

_bridge = Bridge(pages, THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answers one connection."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
    elif live and scope["path"].startswith(LIVE):
        await live(scope, receive, send)
    else:
        await _bridge(scope, receive, send)
