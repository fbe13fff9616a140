"""An OpenAI of ours on loopback, over TLS: Chat Completions and transcriptions in the vendor's forms, refusing what the
vendor refuses.

`answers` are given out one a call, the last one stays; each is a completion, an error, a page, or silence.
"""

import email.policy
import json
import os
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.servers import openai_schema, tls

KEY = "sk-tests-only"
MODELS = {"gpt-4o-mini", "gpt-5-mini"}
LISTENERS = {"gpt-4o-mini-transcribe", "whisper-1"}
SOUNDS = {"flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"}  # by the end of the file's name
SOUND_LIMIT = 26_214_400  # bytes
# Fields of a request that the vendor knows (openapi.yaml); any other is refused.
FIELDS = {
    "model", "messages", "response_format", "max_completion_tokens", "max_tokens", "temperature", "top_p", "n", "stop",
    "seed", "tools", "tool_choice", "parallel_tool_calls", "stream", "stream_options", "reasoning_effort", "verbosity",
    "service_tier", "store", "metadata", "safety_identifier", "prompt_cache_key", "user",
}  # fmt: skip

Json = dict[str, Any]


@dataclass
class Answer:
    """`body`: sent as it is, with `status`. `hang`: seconds before it. `lost`: the connection closes without one.
    `reset`: it is torn down (RST). `short`: only half of the body comes."""

    body: Json | str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0
    lost: bool = False
    reset: bool = False
    short: bool = False


@dataclass
class OpenAI:
    url: str = ""
    requests: list[Json] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)  # parameters that this server, which is not OpenAI's, does not take
    model: Callable[[Json], Answer] | None = None  # answers each request by what is asked, in place of `answers`
    heard: list[Json] = field(default_factory=list)  # forms with sound: their fields, `file` as (name, bytes)
    transcripts: list[Answer] = field(default_factory=list)  # as `answers`, for sound
    deaf: bool = False  # as servers that speak Chat Completions alone

    def next(self, payload: Json) -> Answer:
        if self.model is not None:
            return self.model(payload)
        return _first(self.answers)


def _first(answers: list[Answer]) -> Answer:
    return answers.pop(0) if len(answers) > 1 else answers[0]


def completion(content: Json | str | None, *, finish: str = "stop", refusal: str | None = None) -> Answer:
    """As recorded from the API: 120 tokens in, 40 out."""
    text = content if content is None or isinstance(content, str) else json.dumps(content)
    message: Json = {"role": "assistant", "content": text, "refusal": refusal, "annotations": []}
    return Answer(
        {
            "id": "chatcmpl-B9",
            "object": "chat.completion",
            "created": 1780000000,
            "model": "gpt-4o-mini-2024-07-18",
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
            "usage": {
                "prompt_tokens": 120,
                "completion_tokens": 40,
                "total_tokens": 160,
                "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
            },
            "service_tier": "default",
            "system_fingerprint": "fp_1",
        }
    )


def transcription(text: str, **usage: Any) -> Answer:
    """The vendor's `json` form; 60 tokens of sound in, 12 out, or what the model counts instead."""
    tokens = {
        "type": "tokens",
        "input_tokens": 60,
        "input_token_details": {"text_tokens": 0, "audio_tokens": 60},
        "output_tokens": 12,
        "total_tokens": 72,
    }
    return Answer({"text": text, "usage": usage or tokens})


def error(
    status: int, message: str, *, kind: str = "", code: str | None = None, param: str | None = None, **headers: str
) -> Answer:
    body = {"error": {"message": message, "type": kind or "invalid_request_error", "param": param, "code": code}}
    return Answer(body, status, {name.replace("_", "-"): value for name, value in headers.items()})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: OpenAI

    def do_GET(self) -> None:
        """A model by its name."""
        model = self.path.removeprefix("/v1/models/")
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self._write(error(401, "Incorrect API key provided.", code="invalid_api_key"))
        elif model not in MODELS:
            self._write(error(404, f"The model '{model}' does not exist", code="model_not_found"))
        else:
            self._write(Answer({"id": model, "object": "model", "created": 1721172741, "owned_by": "system"}))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/v1/audio/transcriptions":
            self._listen(raw)
            return
        payload = json.loads(raw)
        self.state.requests.append(payload)
        self._write(self._refusal(payload) or self.state.next(payload))

    def _listen(self, raw: bytes) -> None:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        fields: Json = {}
        for part in BytesParser(policy=email.policy.HTTP).parsebytes(head + raw).iter_parts():
            name, filename = part.get_param("name", header="content-disposition"), part.get_filename()
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            fields[str(name)] = (filename, content) if filename else content.decode()
        self.state.heard.append(fields)
        self._write(self._deafness(fields) or _first(self.state.transcripts))

    def _deafness(self, fields: Json) -> Answer | None:
        """What the vendor would not listen to."""
        if self.state.deaf:
            return Answer("404 page not found", 404)
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return error(401, "Incorrect API key provided.", code="invalid_api_key")
        if fields["model"] not in LISTENERS:
            return error(404, f"The model `{fields['model']}` does not exist.", code="model_not_found")
        for name in fields.keys() - {"model", "file", "language", "prompt", "response_format", "temperature"}:
            return error(400, f"Unrecognized request argument supplied: {name}", code="unknown_parameter")
        filename, content = fields["file"]
        if filename.rpartition(".")[2] not in SOUNDS:
            return error(400, "Unrecognized file format.", param="file", code="unsupported_value")
        if len(content) > SOUND_LIMIT:
            return error(413, "Maximum content size limit (26214400) exceeded.")
        if fields.get("response_format", "json") != "json" and fields["model"] != "whisper-1":
            return error(400, "response_format is not compatible with the model", param="response_format")
        return None

    def _write(self, answer: Answer) -> None:
        time.sleep(answer.hang)
        if answer.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
        if answer.lost or answer.reset:
            self.close_connection = True
            return
        page = isinstance(answer.body, str)
        raw = answer.body.encode() if isinstance(answer.body, str) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("x-request-id", "req_tests")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if answer.short else raw)
        self.close_connection = self.close_connection or answer.short

    def _refusal(self, payload: Json) -> Answer | None:
        """What the vendor would not take, whatever is in the script."""
        if self.path != "/v1/chat/completions":
            return error(404, "Unknown request URL.", code="unknown_url")
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return error(401, "Incorrect API key provided.", code="invalid_api_key")
        if payload["model"] not in MODELS:
            return error(404, f"The model `{payload['model']}` does not exist.", code="model_not_found")
        if payload["model"].startswith("gpt-5") and payload.get("temperature", 1) != 1:
            return error(400, "Unsupported value: 'temperature'.", param="temperature", code="unsupported_value")
        if payload["model"].startswith("gpt-5") and "max_tokens" in payload:
            return error(400, "Unsupported parameter: 'max_tokens'.", param="max_tokens", code="unsupported_parameter")
        for name in payload.keys() - FIELDS:
            return error(400, f"Unrecognized request argument supplied: {name}", code="unknown_parameter")
        if name := next((name for name in payload if self._lacks(name, payload)), ""):
            return error(400, f"{name}: not supported by this server", param=name)
        wrong = openai_schema.problem(payload.get("response_format", {"type": "text"}))
        return error(400, wrong, param="response_format") if wrong else None

    def _lacks(self, name: str, payload: Json) -> bool:
        plain = name == "response_format" and payload[name] == {"type": "json_object"}
        return name in self.state.lacks and not plain

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's name
        """Quiet."""


@contextmanager
def serving() -> Iterator[tuple[OpenAI, Path]]:
    """Gives the server's state and the file of the CA that signed its certificate."""
    state = OpenAI()
    with tls.serving(_Handler, state=state) as (url, pem):
        state.url = f"{url}/v1"
        yield state, pem
