"""What comes in and goes out, in the core's own words. Channels build `Inbound` and read `Outbound`.

All of it is imported from here; the modules below only keep together what is read together.
"""

from inquiries.envelope.faces import Card, Face, Lead, Order, OrderLine, Spot
from inquiries.envelope.inbound import ABOUT, Inbound, InboundFile, ParkedReason
from inquiries.envelope.outbound import Outbound, OutboundFile, Quoted, Receipt, Sent
from inquiries.envelope.people import Address, IdentityKind, Parties, Sender
from inquiries.envelope.templates import BLANK_SOURCES, Blank, Filled, Piece, Template
from inquiries.envelope.texts import ID_LIMIT, NAME_LIMIT, SUBJECT_LIMIT, TEXT_LIMIT, clean

__all__ = [
    "ABOUT",
    "BLANK_SOURCES",
    "ID_LIMIT",
    "NAME_LIMIT",
    "SUBJECT_LIMIT",
    "TEXT_LIMIT",
    "Address",
    "Blank",
    "Card",
    "Face",
    "Filled",
    "IdentityKind",
    "Inbound",
    "InboundFile",
    "Lead",
    "Order",
    "OrderLine",
    "Outbound",
    "OutboundFile",
    "ParkedReason",
    "Parties",
    "Piece",
    "Quoted",
    "Receipt",
    "Sender",
    "Sent",
    "Spot",
    "Template",
    "clean",
]
