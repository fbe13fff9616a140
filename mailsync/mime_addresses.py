"""Whose an address is: ours, or a machine's that nobody reads. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# At these hosts our own address says nothing about whose the domain is.
_FREE_HOSTS = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk ymail.com icloud.com"
    " me.com aol.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org orange.fr"
    " wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it terra.es uol.com.br bol.com.br ziggo.nl"
    " kpnmail.nl hotmail.fr hotmail.es hotmail.it live.nl proton.me protonmail.com bluewin.ch btinternet.com"
)
_FREE_MAIL = frozenset(_FREE_HOSTS.split())
NO_REPLY = re.compile(
    r"(?:no|do[-_.]?not|ne[-_.]?pas|nicht|non)[-_.]?(?:reply|repondre|antworten|responder|rispondere)"
)


@dataclass(frozen=True)
class Ours:
    """Our own addresses and, where they are not of a public host, their domains."""

    addresses: frozenset[str]
    domains: frozenset[str]

    @classmethod
    def of(cls, addresses: Iterable[str]) -> "Ours":
        own = frozenset(address.strip().lower() for address in addresses if "@" in address)
        return cls(own, frozenset(address.rpartition("@")[2] for address in own) - _FREE_MAIL)

    def holds(self, text: str) -> bool:
        """Whether an address, or a header line with one in it, is ours or a colleague's."""
        lowered = text.lower()
        return any(address in lowered for address in self.addresses) or any(
            found.rpartition("@")[2].rstrip(".") in self.domains
            for found in re.findall(r"[\w.+-]{1,64}@[\w.-]{1,255}", lowered)
        )

    def is_mailbox(self, address: str) -> bool:
        return address.strip().lower() in self.addresses

    def names_domain(self, text: str) -> bool:
        return any(re.search(rf"(?<![\w-]){re.escape(domain)}(?![\w-])", text.lower()) for domain in self.domains)
