"""A claimant's browser, as far as the server can tell: one connection, one session, every request timed."""

import re
import time
from html import unescape
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from claimants.people.models import User
from claimants.people.sessions import SessionStore
from tests.portal.answers import GATE, PAGES

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"')
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
MATTER = "/matters/de-la-torre-v-linkedin/"


class Claimant:
    """Somebody who has just signed in."""

    def __init__(self, port: int, email: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies = {settings.SESSION_COOKIE_NAME: session_of(email)}
        self._port = port
        self.seconds: list[float] = []

    def registers(self) -> str:
        """Every page from the matter's own to the receipt, in the order a person meets them. Returns its address."""
        self.get(MATTER)
        self.get(f"{MATTER}start/")
        gate = self.post(f"{MATTER}start/", capacity="self")
        self.get(gate)
        address = self.post(gate, **GATE)
        while not address.endswith("/check-answers/"):
            self.get(address)
            address = self.post(address, **PAGES[address.rstrip("/").rpartition("/")[2]])
        self.get(address)
        receipt = self.post(address.replace("check-answers", "sign"), typed_name="Ana López", agreed="yes")
        assert "Ana López" in self.get(receipt), "The receipt does not show what was signed"
        self._connection.close()
        return receipt

    def get(self, path: str) -> str:
        status, location, page = self._request("GET", path)
        assert status == 200, f"{path} answered {status} {location}"
        main = _MAIN.search(page)
        self._hidden = [(name, unescape(value)) for name, value in _HIDDEN.findall(main[0] if main else "")]
        return page

    def post(self, path: str, **typed: Any) -> str:
        """Sends the form of the page that was opened last; returns where that leads."""
        body = urlencode([*self._hidden, *typed.items()])
        status, location, page = self._request("POST", path, body)
        assert status == 302, f"{path} answered {status}: {_words(page)}"
        return urlsplit(location).path

    def _request(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {
            "Host": f"localhost:{self._port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://localhost:{self._port}"
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        page = response.read().decode()
        self.seconds.append(time.perf_counter() - started)
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, response.headers.get("Location", ""), page


def _words(page: str) -> str:
    return re.sub(r"(<[^>]+>|\s)+", " ", page)[:3000]


def session_of(email: str) -> str:
    """What the door leaves behind: a user and a session."""
    user = User.objects.create_user(email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
