"""Simulated gateways for tests: the programs of tests/simulators, each a process with a control API."""

import json
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from conftest import ROOT


def node():
    own = ROOT / "web/node_modules/node/bin/node"
    found = str(own) if own.is_file() else shutil.which("node")
    assert found, "no node: run ./dev build once"
    return found


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Simulator:
    def __init__(self, name, *options):
        program = str(ROOT / "tests/simulators" / name / "server.mjs")
        self.process = subprocess.Popen([node(), program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.url, self.environment = told["url"], told["environment"]
        self.opener = urllib.request.build_opener(KeepRedirects())

    def request(self, method, url, body=None, headers=None):
        """(status, headers, bytes); redirects are not followed."""
        request = urllib.request.Request(urllib.parse.urljoin(self.url, url), data=body, method=method, headers=headers or {})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def control(self, path, body=None):
        status, _, text = self.request("POST", f"/_control/{path}", json.dumps(body or {}).encode())
        assert status == 200, (path, text)
        return json.loads(text)

    def state(self):
        return json.loads(self.request("GET", "/_control/state")[2])

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
