"""A relay that says word for word what a test gives it, and remembers what it heard piece by piece."""

import socket
import threading
from contextlib import suppress

from intake.notices.delivery import Envelope

MESSAGE = Envelope("office@example.org", "ana@example.org", b"Subject: Hello\r\n\r\nHello.\r\n")
TOGETHER = ("PIPELINING", "SIZE 0")


class Scripted(threading.Thread):
    """A relay that says what a test gives it, by the first word; anything else is answered with 250.

    `heard` is what came in one piece, connection by connection; `taken` counts the messages that ended.
    """

    def __init__(self, *extensions: str, **answers: str) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._extensions = extensions
        self._answers = {"DATA": "354 go on", "QUIT": "221 bye", **answers}
        self.heard: list[list[str]] = []
        self.taken = 0

    def run(self) -> None:
        while True:
            try:
                peer, _ = self._server.accept()
            except OSError:
                return
            with peer, suppress(OSError):  # a sender may leave before it has heard everything
                self._speaks(peer)

    def _speaks(self, peer: socket.socket) -> None:
        heard: list[str] = []
        self.heard.append(heard)
        peer.sendall(b"220 scripted\r\n")
        message = None
        while piece := peer.recv(65536).decode():
            heard.append(piece)
            if message is not None:
                message += piece
                if "\r\n.\r\n" not in message:
                    continue
                piece, message = message.partition("\r\n.\r\n")[2], None
                self.taken += 1
                peer.sendall(f"{self._answers.get('.', '250 2.0.0 taken')}\r\n".encode())
                if "ENDS" in self._answers:
                    return
            for line in piece.splitlines():
                said = self._answers_to(line, peer)
                if said.startswith("421"):
                    return
                message = "" if said.startswith("354") else message

    def _answers_to(self, line: str, peer: socket.socket) -> str:
        """By the name of the recipient, if there is an answer for that; else by the command."""
        word = word_of(line)
        if word == "EHLO":
            lines = ["scripted", *self._extensions]
            said = "\r\n".join(f"250{' ' if line is lines[-1] else '-'}{line}" for line in lines)
        else:
            name = line.partition("TO:<")[2].partition("@")[0].upper()
            said = self._answers.get(name) or self._answers.get(word, "250 OK")
        peer.sendall(f"{said}\r\n".encode())
        return said

    def ends(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


def word_of(line: str) -> str:
    return line.split()[0].upper()
