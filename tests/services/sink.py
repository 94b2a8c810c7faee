"""An SMTP server in a process of its own that keeps the books: what it says 250 to, it has written down before.

`python -m tests.services.sink PORT FILE`. Each line of the file is a moment and a Message-ID. One thread a connection,
no checks: fast enough that what is measured in front of it is the sender. `XDELAY 0.01` makes it take so long over
every message from then on.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.ports import free_port

_END = b"\r\n.\r\n"
_ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 0\r\n",
    b"HELO": b"250 sink\r\n", b"MAIL": b"250 OK\r\n",
    b"RCPT": b"250 OK\r\n", b"RSET": b"250 OK\r\n", b"NOOP": b"250 OK\r\n", b"QUIT": b"221 bye\r\n",
}  # fmt: skip


class Sink:
    """The running server, seen from outside."""

    def __init__(self, port: int, file: Path, process: "subprocess.Popen[bytes]") -> None:
        self.port, self.file, self.process = port, file, process

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def lines(self) -> list[tuple[float, str]]:
        """When it accepted which Message-ID, in order; a line that is being written is not there yet."""
        rows = self.file.read_bytes().decode().split("\n")[:-1]
        return [(float(at), name) for at, name in (row.split(" ", 1) for row in rows)]

    def count(self) -> int:
        return self.file.read_bytes().count(b"\n")

    def times(self) -> list[float]:
        return [at for at, _ in self.lines()]

    def copies(self) -> Counter[str]:
        """How many times it accepted each Message-ID."""
        return Counter(name for _, name in self.lines())

    def takes(self, seconds: float) -> None:
        """How long it lets every sender wait for the answer to a message."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(f"XDELAY {seconds}\r\nQUIT\r\n".encode())
            while line.recv(1000):
                pass

    def forgets(self) -> None:
        """Begins the books anew; call it while nobody sends."""
        os.truncate(self.file, 0)


@contextmanager
def sink(file: Path) -> Iterator[Sink]:
    """A server on a free port that writes to `file`, until the block ends."""
    port = free_port()
    file.touch()
    process = subprocess.Popen([sys.executable, "-m", "tests.services.sink", str(port), str(file)])
    try:
        _wait_for(port, process)
        yield Sink(port, file, process)
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("The mail sink did not start.")
        time.sleep(0.05)


class _Books:
    """The file, and how long everybody waits."""

    def __init__(self, file: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.delay = 0.0

    def enter(self, message: bytes) -> None:
        start = message.find(b"Message-ID: ") + 12
        name = message[start : message.find(b"\r\n", start)]
        os.write(self._file, f"{time.time():.6f} ".encode() + name + b"\n")


class _Line(threading.Thread):
    """One connection, from greeting to farewell.

    What it says goes out before it waits for more, so the answers to what came together leave together (RFC 2920).
    """

    def __init__(self, peer: socket.socket, books: _Books) -> None:
        super().__init__(daemon=True)
        self._peer, self._books, self._left, self._said = peer, books, b"", b"220 sink\r\n"

    def run(self) -> None:
        self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError), self._peer:
            while (line := self._until(b"\r\n")) is not None:
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._takes_a_message()
                elif verb == b"XDEL":
                    self._books.delay = float(line.split()[1])
                    self._said += b"250 OK\r\n"
                else:
                    self._said += _ANSWERS.get(verb, b"502 no\r\n")
                if verb == b"QUIT":
                    self._says()
                    return

    def _takes_a_message(self) -> None:
        self._said += b"354 go on\r\n"
        message = self._until(_END)
        if message is not None:
            self._books.enter(message)
            if self._books.delay:
                time.sleep(self._books.delay)
            self._said += b"250 2.0.0 taken\r\n"

    def _until(self, end: bytes) -> bytes | None:
        """What comes up to `end`; None when the sender is gone."""
        while (at := self._left.find(end)) < 0:
            self._says()
            more = self._peer.recv(65536)
            if not more:
                return None
            self._left += more
        found, self._left = self._left[:at], self._left[at + len(end) :]
        return found

    def _says(self) -> None:
        if self._said:
            self._peer.sendall(self._said)
            self._said = b""


def main(port: int, file: str) -> None:
    books = _Books(file)
    with socket.create_server(("127.0.0.1", port), backlog=128) as server:
        while True:
            _Line(server.accept()[0], books).start()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
