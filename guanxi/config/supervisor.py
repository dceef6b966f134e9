"""Keeps a few processes running, starts those again that crash, and stops them all cleanly."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

STOP_SECONDS = 8
LOOK_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30
# A process that lasted this long was well; its next crash is a new story.
HEALTHY_SECONDS = 60


@dataclass
class Child:
    """One process that should be running, with its history of crashes."""

    name: str
    command: list[str]
    environment: dict[str, str]
    passed_descriptors: tuple[int, ...]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    crashes: int = 0
    start_again_at: float = field(default=0)

    def start(self) -> None:
        """Starts the process in a group of its own, so that Ctrl-C reaches the supervisor only."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            pass_fds=self.passed_descriptors,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def look_after(self, now: float) -> None:
        """Notices a crash, and starts the process again when its pause is over."""
        if self.process is None:
            if now >= self.start_again_at:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.crashes = 1 if now - self.started_at > HEALTHY_SECONDS else self.crashes + 1
        pause = min(2 ** (self.crashes - 1), LONGEST_PAUSE_SECONDS)
        self.start_again_at, self.process = now + pause, None
        print(f"{self.name} ended with {status}; again in {pause} s", file=sys.stderr, flush=True)


class Supervisor:
    """Runs children until SIGINT or SIGTERM."""

    def __init__(self, children: list[Child]) -> None:
        self._children = children
        self._stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stopping.set())

    def start(self) -> None:
        """Starts every child."""
        for child in self._children:
            child.start()

    def is_stopping_within(self, seconds: float) -> bool:
        """Waits so long at most; True as soon as it is time to stop."""
        return self._stopping.wait(seconds)

    def look_after_children(self, seconds: float = float("inf")) -> bool:
        """Starts again what crashes, for so long at most; True as soon as it is time to stop."""
        until = time.monotonic() + seconds
        while not self._stopping.is_set() and (now := time.monotonic()) < until:
            for child in self._children:
                child.look_after(now)
            self._stopping.wait(min(LOOK_SECONDS, seconds))
        return self._stopping.is_set()

    def stop(self) -> None:
        """Asks every child to finish, and ends those that do not within 8 seconds."""
        running = [child.process for child in self._children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
