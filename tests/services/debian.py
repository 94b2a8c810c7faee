"""What Debian has installed, and installing it where that is allowed."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

_BROWSERS = ["/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"]


class MissingError(Exception):
    """Something is not on this machine and may not be installed from here; the sentence says what to do."""


def program(name: str, *folders: str) -> str | None:
    """The path of a program, from PATH or from the newest of `folders`, which may hold a star."""
    found = shutil.which(name)
    if found:
        return found
    places = [path for folder in folders for path in Path("/").glob(f"{folder.lstrip('/')}/{name}")]
    return str(max(places, key=_version_of)) if places else None


def ensure(names: list[str], packages: list[str], *folders: str) -> list[str]:
    """The paths of the programs `names`; installs Debian's `packages` if one is missing and we may."""
    found = [program(name, *folders) for name in names]
    if not all(found):
        install(packages, f"{' and '.join(names)} not found")
        found = [program(name, *folders) for name in names]
    paths = [path for path in found if path]
    if len(paths) < len(names):
        raise MissingError(f"{' and '.join(names)} cannot be found even with Debian's {' '.join(packages)} installed.")
    return paths


def install(packages: list[str], why: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingError(
            f"{why}, and this user may not install it. Please install it, on Debian or Ubuntu with:\n"
            f"  sudo apt-get install {' '.join(packages)}"
        )
    print(f"{why}: installing Debian's {' '.join(packages)} ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*apt, *command], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if done.returncode != 0 and command[0] == "install":
            raise MissingError(f"Debian's {' '.join(packages)} could not be installed:\n{done.stdout}{done.stderr}")


@cache
def chromium() -> str:
    """The browser the journeys use; `CHROMIUM` names another one."""
    for name in [os.environ.get("CHROMIUM", ""), *_BROWSERS]:
        found = shutil.which(name) if name else None
        if found:
            return found
    return ensure(["chromium"], ["chromium", "fonts-dejavu-core"])[0]


def _version_of(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for piece in path.parts for part in piece.split(".") if part.isdigit())
