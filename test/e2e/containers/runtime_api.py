"""A server on loopback that speaks the runtime API of AWS Lambda, version 2018-06-01, for one function."""

import json
import queue
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "/2018-06-01/runtime"


@dataclass
class Answer:
    kind: str                 # response, error, or init-error
    request: str
    body: dict
    headers: dict = field(default_factory=dict)  # names in small letters


class RuntimeApi:
    """Hands out the events in order, one after the other, and keeps the answers; after the last one the function waits."""

    def __init__(self, events: list):
        self.answers: queue.Queue[Answer] = queue.Queue()
        self.faults: list[str] = []
        self._events = list(enumerate(events))
        self._open, self._closing = None, threading.Event()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_GET(self):
                api._next(self)

            def do_POST(self):
                api._answer(self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @staticmethod
    def request_id(number: int) -> str:
        return f"8476a536-e9f4-11e8-9739-{number:012d}"

    def close(self):
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _next(self, handler):
        if handler.path != f"{PREFIX}/invocation/next":
            return self._refuse(handler, f"GET {handler.path}")
        if self._open:
            return self._refuse(handler, f"next before the answer to {self._open}")
        if not self._events:
            self._closing.wait(60)
            return None
        number, event = self._events.pop(0)
        self._open = self.request_id(number)
        body = json.dumps(event).encode()
        handler.send_response(200)
        for name, value in {"Lambda-Runtime-Aws-Request-Id": self._open,
                            "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 30000),
                            "Lambda-Runtime-Invoked-Function-Arn":
                                "arn:aws:lambda:us-east-2:123456789012:function:my-app",
                            "Lambda-Runtime-Trace-Id":
                                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
                            "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        return None

    def _answer(self, handler):
        body = self._read(handler)
        way = re.fullmatch(PREFIX + r"/(?:invocation/([-0-9a-f]+)/(response|error)|init/(error))", handler.path)
        if not way or (way[1] and way[1] != self._open):
            return self._refuse(handler, f"POST {handler.path}")
        self._open = None
        self.answers.put(Answer(way[2] or "init-error", way[1] or "", json.loads(body),
                                {name.lower(): value for name, value in handler.headers.items()}))
        handler.send_response(202)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return None

    @staticmethod
    def _read(handler) -> bytes:
        if handler.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        body = b""
        while size := int(handler.rfile.readline(), 16):
            body += handler.rfile.read(size)
            handler.rfile.readline()
        handler.rfile.readline()
        return body

    def _refuse(self, handler, fault: str):
        self.faults.append(fault)
        handler.send_response(403)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
