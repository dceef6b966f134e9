"""The entry point of a web process: live updates asynchronous, the rest is Django in threads."""

import os

from django.conf import settings

from guanxi.config.bridge import Bridge, Message, Receive, Send
from guanxi.config.wsgi import application as pages
from guanxi.web.live.stream import application as live

LIVE = "/live/"
THREADS = int(os.environ.get("GUANXI_WEB_THREADS", "4"))

_bridge = Bridge(pages, THREADS, settings.FILE_UPLOAD_TEMP_DIR)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answers one connection."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"].startswith(LIVE):
        await live(scope, receive, send)
    else:
        await _bridge(scope, receive, send)
