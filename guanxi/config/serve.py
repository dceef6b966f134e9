"""`bin/run`: makes the database ready, serves it, and says where."""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from guanxi.config.supervisor import Child, Supervisor

WAITING = 1024


def main(arguments: list[str]) -> int:
    """Serves until Ctrl-C; 0 when stopped cleanly."""
    parser = argparse.ArgumentParser(prog="bin/run", description=__doc__)
    parser.add_argument("--empty", action="store_true", help="without the demo company")
    options = parser.parse_args(arguments)
    host, port = os.environ.get("GUANXI_HOST", "127.0.0.1"), _port()
    try:
        listener = _listen(host, port)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error.strerror
        print(f"Cannot listen on {host} port {port}: {reason}. GUANXI_PORT names another.")
        return 1
    address = address_of(os.environ, host, port)
    with listener:
        lifeline, _held_open = os.pipe()
        supervisor = Supervisor(_children(listener, lifeline))
        status, sign_in = _prepare(supervisor, options.empty, address)
        return status if status else _serve(supervisor, listener, f"{address}/", sign_in)


def address_of(given: Mapping[str, str], host: str, port: int) -> str:
    """What people open: the name under which a proxy answers for us, or where we listen."""
    return given.get("GUANXI_URL", "").rstrip("/") or f"http://{_shown(host)}:{port}"


def _port() -> int:
    text = os.environ.get("GUANXI_PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65_536):
        raise SystemExit(f"GUANXI_PORT is {text}, and must be a number from 1 to 65535.")
    return int(text)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=WAITING)
    listener.set_inheritable(True)
    return listener


def _prepare(supervisor: Supervisor, empty: bool, address: str) -> tuple[int, str]:
    """In a process of its own, whose memory is given back before serving starts."""
    command = [sys.executable, "-m", "guanxi.config.prepare", address]
    command += ["--empty"] if empty else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, process_group=0) as process:
        while process.poll() is None:
            if supervisor.is_stopping_within(0.1):
                process.terminate()
        told = process.stdout.read() if process.stdout else ""
    return process.returncode, told


def _serve(supervisor: Supervisor, listener: socket.socket, address: str, sign_in: str) -> int:
    supervisor.start()
    try:
        if _answers_soon(supervisor, listener):
            print(f"\nGuanxi is at {address}\n{sign_in.rstrip()}\nCtrl-C stops it.\n", flush=True)
            supervisor.look_after_children()
    finally:
        supervisor.stop()
    print("Stopped.")
    return 0


def _children(listener: socket.socket, lifeline: int) -> list[Child]:
    descriptors = (listener.fileno(), lifeline)
    environment = {"GUANXI_LISTENER": str(listener.fileno()), "GUANXI_LIFELINE": str(lifeline)}
    webs = int(os.environ.get("GUANXI_WEB_WORKERS", "1"))
    names = [*(["web"] * webs), "worker"]
    return [
        Child(name, [sys.executable, "-m", "guanxi.config.child", name], environment, descriptors)
        for name in names
    ]


def _answers_soon(supervisor: Supervisor, listener: socket.socket) -> bool:
    """Waits for the first answer to any request; False when told to stop before."""
    answered = threading.Event()
    asking = threading.Thread(target=_ask, args=[listener.getsockname(), answered], daemon=True)
    asking.start()
    while not answered.is_set():
        if supervisor.look_after_children(0.1):
            return False
    return True


def _ask(place: tuple[str, int], answered: threading.Event) -> None:
    while not answered.is_set():
        connection = http.client.HTTPConnection(_reachable(place[0]), place[1], timeout=60)
        try:
            connection.request("GET", "/sign-in/")
            connection.getresponse()
            answered.set()
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _shown(host: str) -> str:
    host = _reachable(host)
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
