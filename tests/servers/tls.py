"""A server of ours on loopback, over TLS, with a CA of its own: what the vendors' servers of the tests stand on."""

import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client keeps its connection open

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is part of the game."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], **attributes: Any) -> Iterator[tuple[str, Path]]:
    """Serve by a subclass of `handler` with these attributes (a class cannot be shared: two servers may run at once).

    Gives the server's address, without a slash at its end, and the file of the CA that signed its certificate.
    """
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    server = _Server(("127.0.0.1", 0), type("Handler", (handler,), attributes))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    with tempfile.TemporaryDirectory() as folder:
        pem = Path(folder) / "ca.pem"
        authority.cert_pem.write_to_path(str(pem))
        try:
            yield f"https://127.0.0.1:{server.server_port}", pem
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
