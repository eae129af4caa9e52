"""A server of the fakes: it answers for as long as its block lasts."""

import socketserver
import threading
from types import TracebackType
from typing import Self


class Running(socketserver.TCPServer):
    """Mixed into a server of the standard library."""

    allow_reuse_address = True

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
