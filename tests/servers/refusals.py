"""An error of Meta's, as our Cloud API answers it."""

from typing import Any

Json = dict[str, Any]


class RefusalError(Exception):
    def __init__(self, code: int, details: str, *, status: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(details)
        self.code, self.details, self.status, self.headers = code, details, status, headers or {}

    def answer(self) -> Json:
        error = {"message": f"(#{self.code}) {self.details}", "type": "OAuthException", "code": self.code}
        data = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": {**error, "error_data": data, "fbtrace_id": "Az8"}}
