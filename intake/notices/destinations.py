"""Which group of mailbox providers takes an address. Limits and refusals are theirs, so they are kept by group."""

_DOMAINS = {
    "gmail": ("gmail.com", "googlemail.com"),
    "outlook": ("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk", "hotmail.fr", "outlook.fr"),
    "yahoo": ("yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.co.uk", "yahoo.fr", "yahoo.ca"),
    "icloud": ("icloud.com", "me.com", "mac.com"),
    "comcast": ("comcast.net", "xfinity.com"),
    "att": ("att.net", "sbcglobal.net", "bellsouth.net"),
    "verizon": ("verizon.net",),
    "proton": ("proton.me", "protonmail.com", "pm.me"),
}
_OTHER = "other"
_GROUP_OF = {domain: group for group, domains in _DOMAINS.items() for domain in domains}

GROUPS = (*_DOMAINS, _OTHER)


def destination_of(address: str) -> str:
    """The group of an address, by its domain; `other` for everybody else's."""
    return _GROUP_OF.get(address.rpartition("@")[2].casefold(), _OTHER)
