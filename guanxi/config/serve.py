"""`bin/run`: makes the database ready, serves it, and says where."""

import argparse
import http.client
import os
import socket
import subprocess
import sys

from guanxi.config.supervisor import Child, Supervisor

WAITING = 1024


def main(arguments: list[str]) -> int:
    """Serves until Ctrl-C; 0 when stopped cleanly."""
    parser = argparse.ArgumentParser(prog="bin/run", description=__doc__)
    parser.add_argument("--empty", action="store_true", help="without the demo company")
    options = parser.parse_args(arguments)
    host, port = (
        os.environ.get("GUANXI_HOST", "127.0.0.1"),
        int(os.environ.get("GUANXI_PORT", "8000")),
    )
    try:
        listener = _listen(host, port)
    except OSError as error:
        print(f"Cannot listen on {host} port {port}: {error.strerror}. GUANXI_PORT names another.")
        return 1
    with listener:
        prepared = _prepare(options.empty, f"http://{_shown(host)}:{port}")
        if prepared.returncode:
            return prepared.returncode
        return _serve(listener, f"http://{_shown(host)}:{port}/", prepared.stdout)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=WAITING)
    listener.set_inheritable(True)
    return listener


def _prepare(empty: bool, address: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, whose memory is given back before serving starts."""
    command = [
        sys.executable,
        "-m",
        "guanxi.config.prepare",
        address,
        *(["--empty"] if empty else []),
    ]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True)


def _serve(listener: socket.socket, address: str, sign_in: str) -> int:
    lifeline, _held_open = os.pipe()
    supervisor = Supervisor(_children(listener, lifeline))
    supervisor.start()
    try:
        if not _answers_soon(supervisor, listener):
            return 0
        print(f"\nGuanxi is at {address}\n{sign_in.rstrip()}\nCtrl-C stops it.\n", flush=True)
        while not supervisor.wait(3600):
            pass
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
    host, port = listener.getsockname()[:2]
    while True:
        connection = http.client.HTTPConnection(_reachable(host), port, timeout=1)
        try:
            connection.request("GET", "/sign-in/")
            connection.getresponse()
            return True
        except OSError:
            if supervisor.wait(0.1):
                return False
        finally:
            connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _shown(host: str) -> str:
    host = _reachable(host)
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
