"""What the words of an answer say where its code says nothing, or says something else.

Words alone are weak evidence: relays write what they like, in every language. They choose a ground only beside a
basic code, a ground that came from words is flagged, and wherever words speak of us the address is not blamed.
"""

import re

from intake.notices.grounds import Ground

_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,128}@[^\s<>\"(),;:@]{1,255}")
_READ_AT_MOST = 4000


def without_addresses(text: str) -> str:
    """On one line, without the addresses that relays like to repeat and without characters no database takes."""
    short = text[:_READ_AT_MOST]
    printable = short if short.isprintable() else "".join(one if one.isprintable() else " " for one in short)
    on_one_line = " ".join(printable.split())
    return _ADDRESS.sub("(an address)", on_one_line) if "@" in on_one_line else on_one_line


def ground_of_text(text: str, *, is_permanent: bool) -> Ground | None:
    """The ground that the words name; None when they name none. What passes never speaks against an address."""
    words = without_addresses(text)
    rules = _PERMANENT if is_permanent else _PASSING
    return next((ground for ground, pattern in rules if pattern.search(words)), None)


def asks_to_slow_down(text: str) -> bool:
    """Whether the words speak of how much or how fast we send, or of greylisting."""
    return bool(_TOO_FAST.search(without_addresses(text)))


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_OVERFULL = _any_of(
    r"too many messages (on|in) (the|this) (server|mailbox)",
    r"zu ?viele mails auf dem server",
    r"(mail ?box|inbox|user|account|recipient|mail ?folder|disk|postfach|casilla|skrzynka)('s)? [^.]{0,40}\bfull\b",
    r"\b(full|out of) (mail ?box|quota|storage)",
    r"over ?(the )?(its |his )?(allowed |disk |storage |mail ?box )*quota",
    r"exceed\w*[^.]{0,30}\b(quota|storage)",
    r"(?<!message )(?<!sending )(?<!daily )\bquota\b[^.]{0,30}exceed",
    r"quota (full|violation|reached)",
    r"\bover quota",
    r"storage (space|limit|allocation|full)",
    r"insufficient (disk|storage|mailbox)",
    r"not enough (disk |storage |free )?space",
    r"speichervolumen|speicherplatz",
    r"postfach (ist )?voll",
    r"bo.{1,3}te aux lettres (est )?(pleine|satur)",
    r"buz.n lleno|casilla llena",
    r"casella (.{1,12} )?piena",
    r"caixa (postal )?(est. )?(cheia|lotada)",
    r"ящик переполнен|переполнен почтовый",
    r"容量已满|容量满|邮箱已满|空间不足",
    r"容量(超過|オーバー)|いっぱい",
)
_TOO_FAST = _any_of(
    r"\brate\b[^.]{0,40}(limit|exceed|prevent|reached|too high|control)",
    r"rate.?limit",
    r"throttl",
    r"unusual (rate|sending|activity)",
    r"too (quickly|fast|frequent)",
    r"slow(ed|ing)? down",
    r"too many "
    r"(\w+ ){0,3}(messages|emails|mails|connections|sessions|recipients|requests|deliveries|errors|invalid|attempts)",
    r"too much (mail|e-?mail)",
    r"concurren\w+ (\w+ ){0,2}(connection|session|limit)",
    r"connection (limit|count|rate)",
    r"(sending|send|hourly|daily|relay|message|mail|volume) (\w+ ){0,3}(limit|quota)",
    r"frequency limit|messaging limit|limits? (for|on) how many",
    r"gr[ae]y-?list",
    r"thread limit",
    r"trop de (connexions|messages|courriers)",
    r"zu viele (verbindungen|nachrichten)",
    r"demasiad[oa]s (conexiones|mensajes)",
    r"troppe connessioni",
    r"слишком (много|часто)",
    r"发送频率|发信频率|过于频繁|连接数|发信数",
    r"short (period|time)",
    r"\bHL:(REP|ICC|IFC|MEP)\b",
    r"\b(MI:(SFQ|DMC)|RP:DRC)\b",
    r"deferred due to (user complaints|unexpected volume)",
)
_WHAT_IT_IS = _any_of(
    r"(message|mail|e-?mail|data|body)( \w+)? (is |was )?(too (big|large|long)|larger)",
    r"too (big|large) (message|mail)",
    r"(message|mail|maximum|max\.?|fixed)( \w+)? size",
    r"size (limit|exceed)",
    r"exceeds? (the )?(size|max)",
    r"header size|headers? too (long|large|big)",
    r"attachment",
    r"\bvirus\b|malware|infected",
    r"content presents",
    r"line (is )?too long|line length|bare (lf|cr)\b|headers? (\w+ )?fail",
    r"(duplicate|missing|multiple|invalid|bad|malformed) "
    r"(\w+[- ]){0,2}headers?",
    r"not (rfc ?)?5322 compliant|rfc ?5322",
    r"(message|mime)( \w+)? (malformed|syntax)",
    r"message trop (gros|volumineux|grand)",
    r"nachricht (ist )?zu gro",
    r"mensaje demasiado grande",
    r"messaggio troppo grande",
    r"письмо слишком большое",
    r"邮件过大|病毒",
)
_NOBODY_HERE_ALTHOUGH = _any_of(
    r"recipient address rejected: access denied",
    r"user access (is )?den",
    r"no longer on server",
)
_NOT_FROM_US = _any_of(
    r"spam\b|spam(haus|cop|ming|mer|my|bot|hole)",
    r"\bblock|_is_blocked|unblock",
    r"black ?-?list|deny ?list|banned",
    r"\b(rbl|dnsbl|uribl|surbl|sbl|xbl|pbl|css)\b",
    r"DT:(RBL|SPM)|\bHL:|MI:|WM:BL|IB:",
    r"cloudmark|barracuda",
    r"reputation|senderbase|senderscore|sorbs|invaluement",
    r"\b(spf|dkim|dmarc|arc)\b|domain ?key",
    r"unauthenticated",
    r"\bptr\b|reverse (dns|lookup|host)|\brdns\b|\bfcrdns\b|bad dns",
    r"\bhelo\b|\behlo\b",
    r"policy|policies",
    r"not (\w+ )?(authori[sz]ed|permitted|allowed) to",
    r"unauthori[sz]ed|authentication|not verified",
    r"return(ing)? address|return-?path|mail from\b",
    r"relay\w*( \w+)? (not|den|prohib|refus)|"
    r"relay access",
    r"(unable|not able|cannot|not permitted|not allowed) to relay|not relay|not accept mail from",
    r"access (is )?denied|access rejected|permission denied",
    r"client (host|server|ip)",
    r"\bip( address)?\b[^.]{0,40}(reject|den|refus|list|not )",
    r"bulk|unsolicited|abus|phish|suspicious|complain",
    r"message (was |has been )?(content )?(rejected|refused|not allowed|declined|denied)",
    r"content (is |was )?(filter|reject|denied)",
    r"\(?\b(con|dyn|rtr|hvu|rly):[a-z]",
    r"prohibit|attack|trap\b|harvest",
    r"service refuse|mail rejete|refus. par",
    r"abgelehnt|verweigert|richtlinie",
    r"rechazado|bloque|denegad|rifiutat|recusad|odrzucon",
    r"спам|заблок|отклонен",
    r"垃圾|拒绝|拒收|黑名单|迷惑メール|拒否",
)
_ABOUT_OURSELVES = _any_of(
    r"\bsenders?\b|for sending|['\"]?from['\"]? address|\bip address\b|reply address",
    r"\byour (\w+ ){0,2}(domain|account|server|host|ip|relay|network|reply|name)\b",
)
_NOBODY_HERE = _any_of(
    r"(user|mailbox|mail ?drop|account|recipient|address\w*|alias|person|customer|local ?part|inbox|e-?mail)"
    r"\b[^.]{0,60}\b(unknown|not (be )?found|n[o']t (\w+ )?(exist|known|valid|available|active)|no longer|unavailable|"
    r"invalid|disabled|closed|inactive|deactivated|discontinued|expired|suspended|terminated|undeliverable|unroutable|"
    r"cancel\w+|deleted|removed|dis?abled|non-?exist\w*|not (listed|local|our|a )|moved)",
    r"\b(unknown|invalid|no such|no(?! valid recipients)|bad|illegal|non-?exist\w+|incorrect|unrout\w+|inactive|"
    r"undeliverable|disabled|not a (valid|known)) (\w+ ){0,2}"
    r"(user|mail ?box|mail ?drop|account|recipient|address\w*|alias|person|local|rcpt|e-?mail)",
    r"(doesn't|does not|do not) have an? \S+ account",
    r"^[#\d. ]*(\(an address\)\W*)?address rejected",
    r"recipient (address )?(is )?(reject|not accept|refus)",
    r"(host|domain)( or domain)?( name)? (not found|does ?n[o']t exist)",
    r"no such domain|nxdomain|domain .{0,40}(not found|not exist)",
    r"mailbox name not allowed",
    r"mail ?box.{0,20}not allowed",
    r"no one (with|by) that|nobody (here )?by that|not (our|a) (customer|user)|user not local|not listed in",
    r"does not like recipient|user (reject|lock|doesn't)",
    r"unknown (or|to) ",
    r"does ?n[o']t exist|no longer (valid|exist)",
    r"destinataire[^.]{0,20}(inconnu|invalide)|adresse[^.]{0,40}(inconnue|invalide|inexistante)|utilisateur inconnu",
    r"(benutzer|empf.{1,3}nger|postfach|adresse)[^.]{0,30}(nicht (bekannt|gefunden|vorhanden)"
    r"|unbekannt|existiert nicht)",
    r"(usuario|destinatario|buz.n|cuenta|direcci.n)[^.]{0,25}(desconocid|no existe|inexistente|no encontrad|inv.lid)",
    r"(destinat.rio|usu.rio|caixa)[^.]{0,25}(desconhecid|n.{1,2}o existe|inexistente|inv.lid)|"
    r"(destinatario|indirizzo|utente|casella)[^.]{0,25}(sconosciut|inesistente|errato|non (esiste|trovat))",
    r"nie istnieje|nie ma takiego|nieznany (u.ytkownik|adresat)",
    r"(пользовател|получател|ящик|адрес)[^.]{0,25}(не "
    r"(найден|существует)|неизвест)|нет такого|не существует",
    r"(用户|收件人|账号|邮箱|地址)[^.]{0,6}(不存在|无效)|不存在",
    r"(宛先|ユーザ|アドレス)[^.]{0,12}(見つかり|存在しま|不明)",
    r"onbekend|bestaat niet|ok.nd (anv.ndare|mottagare)",
)
_LATER = _any_of(r"try (it )?(again )?later|come back|later again|plus tard|sp.{1,2}ter")
_PASSES = _any_of(
    r"tempor|transient",
    r"local error",
    r"(try|send|retry)( \w+)? again|retry",
    r"busy|unavailable|not available",
    r"time ?d? ?-?out",
    r"insufficient|resources?|overload|load average",
    r"lookup|look-up|dns|resolv|verif",
    r"queue|internal|database|maintenance|shutting down|out of memory",
    r"expired|gave up|trouble in home",
    r"系统忙|稍后",
)

_PERMANENT: tuple[tuple[Ground, re.Pattern[str]], ...] = (
    (Ground.FULL, _OVERFULL),
    (Ground.THROTTLE, _TOO_FAST),
    (Ground.CONTENT, _WHAT_IT_IS),
    (Ground.ADDRESS, _NOBODY_HERE_ALTHOUGH),
    (Ground.POLICY, _NOT_FROM_US),
    (Ground.POLICY, _ABOUT_OURSELVES),
    (Ground.ADDRESS, _NOBODY_HERE),
)
_PASSING: tuple[tuple[Ground, re.Pattern[str]], ...] = (
    (Ground.FULL, _OVERFULL),
    (Ground.THROTTLE, _TOO_FAST),
    (Ground.THROTTLE, _LATER),
    (Ground.THROTTLE, _NOT_FROM_US),
    (Ground.TEMPORARY, _PASSES),
)
