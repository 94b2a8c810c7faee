"""`python -m tests.services browser`, or `… with-servers COMMAND …`, which runs it with both servers at hand."""

import os
import signal
import subprocess
import sys
from types import FrameType

from tests.services.debian import MissingError, chromium
from tests.services.postgres import postgres
from tests.services.redis import redis


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, _leave)
    try:
        if words[:1] == ["browser"]:
            chromium()
            return 0
        if words[:1] == ["with-servers"] and words[1:]:
            return _with_servers(words[1:])
    except MissingError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 2


def _with_servers(command: list[str]) -> int:
    with postgres() as database_url, redis() as redis_url:
        sys.stdout.flush()
        process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database_url, "REDIS_URL": redis_url})
        try:
            return process.wait()
        except (KeyboardInterrupt, SystemExit):
            process.terminate()
            process.wait()
            raise


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
