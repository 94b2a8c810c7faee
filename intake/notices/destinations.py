"""Which group of mailbox providers takes an address: speed, warm-up and breakers are kept for each group apart."""

OTHER = "other"
_DOMAINS: dict[str, str] = {
    "gmail": "gmail.com googlemail.com",
    "outlook": "outlook.com hotmail.com live.com msn.com passport.com windowslive.com",
    "yahoo": "yahoo.com ymail.com rocketmail.com myyahoo.com",
    "aol": "aol.com aim.com verizon.net netscape.net",
    "icloud": "icloud.com me.com mac.com",
    "proton": "proton.me protonmail.com protonmail.ch pm.me",
    "gmx": "gmx.com gmx.net gmx.de gmx.at gmx.ch web.de mail.com",
    "comcast": "comcast.net xfinity.com",
    "att": "att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net",
    "mailru": "mail.ru bk.ru inbox.ru list.ru",
    "yandex": "yandex.com yandex.ru ya.ru",
}
_IN_EVERY_COUNTRY: dict[str, str] = {
    "outlook": "outlook hotmail live",
    "yahoo": "yahoo ymail",
    "aol": "aol",
}
_GROUP_OF_DOMAIN = {domain: group for group, domains in _DOMAINS.items() for domain in domains.split()}
_GROUP_OF_NAME = {name: group for group, names in _IN_EVERY_COUNTRY.items() for name in names.split()}
_SECOND_LEVEL = frozenset({"co", "com"})

GROUPS: tuple[str, ...] = (*_DOMAINS, OTHER)


def destination_of(address: str) -> str:
    """The group of an address, `other` for a domain of nobody we know: `ana@hotmail.co.uk` is `outlook`."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    return _GROUP_OF_DOMAIN.get(domain) or _group_of_a_country(domain)


def _group_of_a_country(domain: str) -> str:
    """`yahoo.fr` and `yahoo.co.jp`: a name that the provider bears in every country, and nothing before it."""
    name, *rest = domain.split(".")
    is_country = (len(rest) == 1 and len(rest[0]) == 2) or (
        len(rest) == 2 and rest[0] in _SECOND_LEVEL and len(rest[1]) == 2
    )
    return _GROUP_OF_NAME.get(name, OTHER) if is_country else OTHER
