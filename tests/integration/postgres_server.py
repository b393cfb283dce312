"""A PostgreSQL server of the tests' own, for shops that are given a DATABASE_URL: it can be stopped and started at will."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


class PostgresServer:
    """Listens on a socket in its own folder. Runs as the user postgres when the tests run as root, which PostgreSQL refuses."""

    def __init__(self):
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.folder = Path(tempfile.mkdtemp(prefix="hurtrock-pg-"))
        self.data = self.folder / "data"
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.call("initdb", "-D", self.data, "-U", "shop", "-A", "trust", "-N", "--no-instructions")
        with open(self.data / "postgresql.conf", "a") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nmax_connections = 60\n")
        self.start()

    def call(self, program, *arguments):
        who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        ran = subprocess.run([*who, str(self.programs / program), *map(str, arguments)], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
        assert ran.returncode == 0, ran.stderr

    def start(self):
        self.call("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "server.log", "start")

    def stop(self, mode="fast"):
        self.call("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def create_database(self, name):
        """Answers how to connect to a new, empty database."""
        self.call("createdb", "-h", self.folder, "-U", "shop", name)
        return f"postgresql://shop@/{name}?host={self.folder}"

    def remove(self):
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
