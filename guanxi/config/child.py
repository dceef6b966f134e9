"""`python -m guanxi.config.child web|worker`: one of the processes that serve an installation."""

import os
import signal
import socket
import sys
import threading

import uvicorn

from guanxi.config.heads import BoundedHeads

# Far above what one firm's people open at once; a flood is answered with 503 instead of memory.
MAX_CONNECTIONS = 2_000
KEEP_ALIVE_SECONDS = 20
# Open pages hold a stream of events that never ends by itself.
STOP_SECONDS = 2


def main(role: str) -> None:
    """Runs until told to stop, or until the supervisor is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    threading.Thread(target=_stop_when_orphaned, daemon=True).start()
    {"web": _web, "worker": _worker}[role]()


def _web() -> None:
    proxies = os.environ.get("GUANXI_PROXIES", "")
    config = uvicorn.Config(
        "guanxi.config.asgi:application",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        ws="none",
        http=BoundedHeads,
    )
    listener = socket.socket(fileno=int(os.environ["GUANXI_LISTENER"]))
    uvicorn.Server(config).run(sockets=[listener])


def _worker() -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["guanxi", "worker"])


def _stop_when_orphaned() -> None:
    """Reads a pipe of which only the supervisor holds the other end: it ends when that dies."""
    os.read(int(os.environ["GUANXI_LIFELINE"]), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1])
