"""How often something may be tried: counters in the cache, or the file, that all processes share.

When that does not answer, each process counts for itself: limits grow looser by the number of processes,
and nobody is locked out of a deadline by a broken cache.
"""

import hashlib
import ipaddress
import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import BaseCache, cache
from django.core.cache.backends.locmem import LocMemCache

from claimants.people.counters import count_in_file

logger = logging.getLogger(__name__)

_own_counters = LocMemCache("limits while the shared cache is down", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


@dataclass(frozen=True)
class Limit:
    """At most `times` in a window of `seconds`, for each key."""

    name: str
    times: int
    seconds: int


CODES_FOR_AN_ADDRESS = Limit("codes-address", 5, 15 * 60)
CODES_FOR_AN_ADDRESS_A_DAY = Limit("codes-address-day", 30, 24 * 60 * 60)
CODES_FROM_A_PLACE = Limit("codes-place", 60, 15 * 60)
TRIES_FOR_A_CODE = Limit("tries-code", 5, 15 * 60)
TRIES_FROM_A_PLACE = Limit("tries-place", 120, 15 * 60)
PASSKEYS_FROM_A_PLACE = Limit("passkeys-place", 60, 15 * 60)
SECOND_STEPS_OF_A_USER = Limit("second-steps-user", 6, 5 * 60)


def wait_for(limit: Limit, key: str, *, now: float | None = None) -> int:
    """Counts one more; the seconds to wait before the next is allowed, or 0 if this one is.

    An empty key (a place that cannot be told) is not counted: everyone would share it.
    """
    if not key:
        return 0
    moment = time.time() if now is None else now
    window, into = divmod(int(moment), limit.seconds)
    counter = _counter_name(limit, key, window)
    if _count(counter, limit.seconds) <= limit.times:
        return 0
    return limit.seconds - into


def longest_wait(*spent: tuple[Limit, str]) -> int:
    """Counts one more for each of them, and the longest of the waits."""
    return max(wait_for(limit, key) for limit, key in spent)


def minutes(seconds: int) -> int:
    return max(1, -(-seconds // 60))


def network(address: str) -> str:
    """What an address is counted under: itself, or of IPv6 the /64, of which one visitor has plenty."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))


def _counter_name(limit: Limit, key: str, window: int) -> str:
    """Keys are addresses and places of people, so the cache sees only their digest."""
    digest = hashlib.sha256(f"{limit.name}:{key}".encode()).hexdigest()[:32]
    return f"limit:{limit.name}:{digest}:{window}"


def _count(counter: str, seconds: int) -> int:
    try:
        if settings.LIMITS_FILE:
            return count_in_file(settings.LIMITS_FILE, counter, seconds)
        return _count_in(cache, counter, seconds)
    except Exception:  # every cache fails with exceptions of its own
        logger.exception("The shared cache does not answer; this process counts its limits alone.")
        return _count_in(_own_counters, counter, seconds)


def _count_in(counters: BaseCache, counter: str, seconds: int) -> int:
    if counters.add(counter, 1, timeout=seconds):
        return 1
    try:
        return int(counters.incr(counter))
    except ValueError:  # it expired between the two calls
        counters.add(counter, 1, timeout=seconds)
        return 1
