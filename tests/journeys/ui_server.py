"""The catalogue pages over HTTP with the real headers, for tests that look at them in a browser."""

import json
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.test import RequestFactory

from motcua.foundation.ui import middleware
from motcua.foundation.ui.kitchen import kitchen_context

STATIC = Path(middleware.__file__).parent / "static"
PAPERS = ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Giấy chứng nhận kết hôn", "Văn bản ủy quyền"]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
FOUND = [
    {"value": "1.001193", "label": "Đăng ký khai sinh", "hint": "Hộ tịch", "url": "/kitchen_case"},
    {"value": "1.000894", "label": "Đăng ký kết hôn", "hint": "Hộ tịch", "url": "/kitchen_case"},
]


class Catalogue(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self.answer(file.read_bytes(), KINDS[file.suffix])
        elif path.startswith("/tim"):
            self.answer(json.dumps({"results": FOUND}).encode(), "application/json")
        elif path.startswith("/kitchen"):
            self.answer(self.page(path.strip("/")), "text/html")
        elif path == "/sw.js":
            self.answer(b"// keeps nothing", "text/javascript")
        else:
            self.answer(b"<!doctype html><title>x</title>", "text/html")

    do_POST = do_GET

    def page(self, name: str) -> bytes:
        request = RequestFactory().get(self.path)
        request.COOKIES.update({k: v.value for k, v in SimpleCookie(self.headers.get("Cookie", "")).items()})
        context = {**kitchen_context(), "papers": PAPERS}
        return render_to_string(f"ui/{name}.html", context, request=request).encode()

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in middleware.FIXED.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def serve() -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Catalogue)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"
