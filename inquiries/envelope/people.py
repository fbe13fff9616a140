"""Who writes and who is written to, as a channel knows them."""

from dataclasses import dataclass
from typing import Literal

IdentityKind = Literal["email", "wa_id", "bsuid"]


@dataclass(frozen=True, kw_only=True)
class Address:
    """One way in which a message reached us or is to reach others. `value` is as the channel gave it; the core
    normalises. `name`: of who is there, where a mail gave one beside the address. `parent`: of a user id, the one above
    it (kept, never a key)."""

    kind: IdentityKind
    value: str
    name: str = ""
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who wrote. `addresses` in order of strength; empty only where the channel does not know (kept, never dropped)."""

    addresses: tuple[Address, ...]
    name: str = ""
    username: str = ""  # an attribute, never a key


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who a message that came in was from and to, as far as an answer is concerned; none of them is ours.

    `answer_to`: where its writer wants answers (Reply-To), empty where that is simply who wrote. `others`: everybody
    else who got it, or was to get the answer too.
    """

    answer_to: tuple[Address, ...] = ()
    others: tuple[Address, ...] = ()
