"""What is measured against: nginx with a file, and the bare transport."""

import contextlib
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from measuring import PROGRAMS, NotMeasured, children, end, files_max, free_port, wait_for

NGINX = """
worker_processes 2;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections {connections}; multi_accept on; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 60;
    keepalive_requests 1000000000;
    open_file_cache max=100 inactive=60s;
    open_file_cache_valid 60s;
    default_type text/html;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}/pages; }}
}}
"""


class Address(str):
    """Where a program answers, with the ids of its processes."""

    def __new__(cls, url, pid):
        made = super().__new__(cls, url)
        made.pids = [pid, *children(pid)]
        return made


@contextlib.contextmanager
def nginx(body):
    """nginx with two workers and its usual best settings, serving `body` at the yielded address."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    folder = Path(tempfile.mkdtemp(prefix="hurtrock-nginx-"))
    port = free_port()
    try:
        folder.chmod(0o755)
        (folder / "pages").mkdir()
        (folder / "pages/page").write_bytes(body)
        user = "user www-data;" if Path("/proc/self").owner() == "root" else ""
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, port=port, user=user, files=files_max(), connections=min(files_max() - 100, 16000)))
        process = subprocess.Popen([program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(config), "-g", "daemon off;"])
        try:
            url = f"http://127.0.0.1:{port}/page"
            if wait_for(url, process) != body:
                raise NotMeasured("nginx serves other bytes")
            yield Address(url, process.pid)
        finally:
            end(process, signal.SIGTERM)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def bare_server(body, database=""):
    """tests/bench/bench_server: the transport without router, plugins and database pool."""
    with tempfile.NamedTemporaryFile(prefix="hurtrock-body-") as file:
        file.write(body)
        file.flush()
        command = [str(PROGRAMS / "bench_server"), "--body", file.name]
        if database:
            command += ["--database", database]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            said = process.stdout.readline().split()
            if len(said) != 2 or said[0] != "port":
                raise NotMeasured("bench_server did not start")
            yield Address(f"http://127.0.0.1:{said[1]}", process.pid)
        finally:
            end(process)
