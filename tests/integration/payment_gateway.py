"""The other side of the sample gateway (sdk/scaffold/payment), as a process would be: it answers over HTTP, keeps its promise about
idempotency keys, counts what it began and sent back, and fails, hangs or waits when a test says so."""

import hashlib
import hmac
import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET_KEY = "sk_live_8Hq2vXw71KpZr0TnMbYc"
WEBHOOK_SECRET = "whsec_5tGd0LmQx93RzVbNkWpJ"
CARD = "4111111111111111"
CLIENT_TOKEN = "tok_9fJ2kLq7XcV5bNm1"


class Gateway:
    """`mode` of each call, by the last word of its path (payments, fetch, cancel, refunds): "" answers; "fail" 500; "hang" never
    answers; "drop" waits for `go` and forgets the call; "hold_answer" acts and waits for `go` before answering."""

    def __init__(self):
        self.payments, self.answered, self.begun, self.lock = {}, {}, {}, threading.Lock()
        self.modes, self.calls = {}, []
        self.arrived, self.go, self.over = threading.Event(), threading.Event(), threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                gateway.serve(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def do_GET(self):
                gateway.serve(self, b"")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.over.set()
        self.go.set()
        self.server.shutdown()

    # --- what tests tell it ------------------------------------------------------------------------------------------

    def hold(self, call, mode):
        self.arrived.clear()
        self.go.clear()
        self.modes = {call: mode}

    def release(self):
        self.modes = {}
        self.go.set()

    def pay(self, attempt):
        with self.lock:
            self.payments[attempt]["status"] = "paid"

    def webhook(self, attempt):
        """(body, headers) of one telling."""
        with self.lock:
            told = {"event": "evt_" + uuid.uuid4().hex[:16], "payment": {**self.payments[attempt], "card": CARD, "client_token": CLIENT_TOKEN}}
        body = json.dumps(told).encode()
        return body, {"Content-Type": "application/json", "X-Signature": hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()}

    # --- what it does ------------------------------------------------------------------------------------------------

    def serve(self, request, body):
        parts = request.path.strip("/").split("/")  # v1/payments[/ATTEMPT[/cancel|/refunds]]
        call = "payments" if len(parts) == 2 else "fetch" if len(parts) == 3 else parts[3]
        mode = self.modes.get(call, "")
        self.calls.append(call)
        self.arrived.set()
        try:
            if mode == "hang":
                self.over.wait(120)
                return
            if mode == "drop":
                self.go.wait(60)
                return
            status, answer = (500, {"error": "down"}) if mode == "fail" else self.act_once(request, parts, call, body)
            if mode == "hold_answer":
                self.go.wait(60)
            text = json.dumps(answer).encode()
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(text)))
            request.end_headers()
            request.wfile.write(text)
        except OSError:
            pass  # who asked is gone

    def act_once(self, request, parts, call, body):
        assert request.headers["Authorization"] == f"Bearer {SECRET_KEY}"
        key = request.headers.get("Idempotency-Key")
        with self.lock:
            if key and key in self.answered:
                return self.answered[key]
            answer = self.act(parts, call, json.loads(body) if body else {})
            if key and answer[0] < 400:
                self.answered[key] = answer
            return answer

    def act(self, parts, call, asked):
        if call == "payments":
            attempt = asked["attempt"]
            self.begun[attempt] = self.begun.get(attempt, 0) + 1
            self.payments[attempt] = {"attempt": attempt, "id": "pay-" + attempt, "status": "waiting", "amount": asked["amount"], "refunded": 0}
            return 201, {"id": "pay-" + attempt, "page": f"{self.url}/page/{attempt}", "client_token": CLIENT_TOKEN, "card": CARD}
        payment = self.payments.get(parts[2])
        if not payment:
            return 404, {"error": "unknown"}
        if call == "cancel":
            if payment["status"] == "paid":
                return 409, payment
            payment["status"] = "cancelled"
        if call == "refunds":
            if payment["status"] != "paid" or payment["refunded"] + asked["amount"] > payment["amount"]:
                return 422, {"error": "too much"}
            payment["refunded"] += asked["amount"]
            return 201, {"id": f"ref-{payment['refunded']}"}
        return 200, payment


def enable(shop, gateway):
    """The sample gateway in a shop that is not started yet."""
    plugins = shop.config / "plugins.yaml"
    settings = f'{{ base_url: "{gateway.url}", secret_key: {SECRET_KEY}, webhook_secret: {WEBHOOK_SECRET} }}'
    plugins.write_text(plugins.read_text().replace("\nplugins:", f"\nplugins:\n  sample-gateway:\n    enabled: on\n    settings: {settings}", 1))
