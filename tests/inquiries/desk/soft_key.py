"""A security key of the tests' own: what a browser sends for it, signed with a real P-256 key (WebAuthn level 2)."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


class SoftKey:
    def __init__(self, *, origin: str = "http://testserver") -> None:
        self.origin = origin
        self.id = os.urandom(32)
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.used = 0

    def add(self, options: dict[str, Any]) -> str:
        """The answer to a page's creation options."""
        asked = options["creation_options"]["publicKey"]
        data = self._client_data("webauthn.create", asked["challenge"])
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        held = self._authenticator(asked["rp"]["id"], _WITH_KEY) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": held})
        return self._credential({"clientDataJSON": data, "attestationObject": attestation})

    def show(self, options: dict[str, Any]) -> str:
        """The answer to a page's request options."""
        asked = options["request_options"]["publicKey"]
        data = self._client_data("webauthn.get", asked["challenge"])
        held = self._authenticator(asked["rpId"], 0)
        signature = self.private.sign(held + hashlib.sha256(data).digest(), ec.ECDSA(SHA256()))
        return self._credential({"clientDataJSON": data, "authenticatorData": held, "signature": signature})

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _authenticator(self, host: str, flags: int) -> bytes:
        self.used += 1
        known = hashlib.sha256(host.encode()).digest()
        return known + bytes([_PRESENT | _VERIFIED | flags]) + self.used.to_bytes(4, "big")

    def _credential(self, answer: dict[str, bytes]) -> str:
        name = websafe_encode(self.id)
        response = {key: websafe_encode(value) for key, value in answer.items()}
        whole = {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(whole)
