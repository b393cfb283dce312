"""What the rules of the house look at: the project's own source files."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def files(*patterns):
    """Files git knows, or would know, that match one of the patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    paths = [Path(line) for line in listed if line and (ROOT / line).is_file()]
    return [path for path in paths if any(path.match(pattern) for pattern in patterns)]


def inside(folder, *endings):
    return [path for path in files(*(f"*{ending}" for ending in endings)) if path.parts[: len(Path(folder).parts)] == Path(folder).parts]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def lines(path):
    return enumerate(text(path).split("\n"), start=1)


def includes(path):
    for number, line in lines(path):
        found = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found.group(2), found.group(1) == "<"


def complain(problems, because):
    assert not problems, "\n".join(["", *map(str, problems), f"because: {because}"])
