#!/usr/bin/env python3
"""What changed in the SDK's binary interface since the baseline: `./dev check abi`; `./dev check abi --accept` makes today's the
baseline. libhurtrock-sdk is compiled with debug information together with a file that uses every type of the headers, described
by abidw and compared by abidiff (libabigail). Without -femit-class-debug-always g++ leaves the abstract classes out, which are
most of the SDK, and abidiff sees nothing.

A change under an unchanged version is an error: plugins built before would run against another layout. While the version is 0.x
it is a warning, because 0.x promises nothing."""

import argparse
import lzma
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# abidiff's manual, "Return values": bits.
FAILED, WRONG_USE, CHANGED, INCOMPATIBLE = 1, 2, 4, 8
FLAGS = ["-std=c++20", "-g", "-O0", "-fPIC", "-fvisibility=hidden", "-femit-class-debug-always"]


def run(*command, accept=(0,)):
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if ran.returncode not in accept:
        sys.exit(f"{' '.join(map(str, command))}\n{ran.stdout}{ran.stderr}")
    return ran


def version_of(sdk):
    text = (sdk / "include/hurtrock/plugin.hpp").read_text()
    return ".".join(re.search(rf"sdk_version_{part} = (\d+)", text).group(1) for part in ("major", "minor"))


def headers(sdk):
    """Not the testing kit's: tests are compiled with the kit they run with."""
    include = sdk / "include"
    return [path.relative_to(include) for path in sorted(include.rglob("*.hpp")) if "testing" not in path.parts]


def types_of(path):
    """Qualified names of the outermost classes, structs and enums of a header; templates are compiled into each plugin."""
    text = path.read_text()
    for found in re.finditer(r"^namespace (hurtrock(?:::shop)?)\s*\{(.*?)^\} // namespace \1", text, re.M | re.S):
        for kind in re.finditer(r"^(template [^\n]*\n)?(?:struct|class|enum class) (?:HURTROCK_API )?(\w+)[^;\n(]*\{", found.group(2), re.M):
            if not kind.group(1):
                yield f"{found.group(1)}::{kind.group(2)}"


def users(sdk):
    """A function for each type, so that each is reached from something exported."""
    lines = [f"#include <{path}>" for path in headers(sdk)]
    number = 0
    for path in headers(sdk):
        for name in types_of(sdk / "include" / path):
            lines.append(f'HURTROCK_API void hurtrock_abi_{re.sub("::", "_", name)}({name}*) {{}}')
            number += 1
    return "\n".join(lines) + "\n", number


def describe(sdk, work):
    """The ABI of an SDK folder as abidw writes it; the path of that file."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    text, number = users(sdk)
    (work / "users.cpp").write_text(text)
    compiler = ["ccache", "g++"] if shutil.which("ccache") else ["g++"]
    objects = []
    for source in [*sorted((sdk / "src").glob("*.cpp")), work / "users.cpp"]:
        objects.append(work / (source.stem + ".o"))
        run(*compiler, *FLAGS, "-I", sdk / "include", "-I", sdk / "src", "-c", source, "-o", objects[-1])
    library = work / "libhurtrock-sdk.so"
    run("g++", "-shared", *objects, "-lyaml-cpp", "-o", library)
    described = work / "sdk.abi"
    run("abidw", "--headers-dir", sdk / "include", "--drop-private-types", "--no-show-locs", "--no-comp-dir-path", "--no-corpus-path",
        "--out-file", described, library)
    return described, number


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sdk", type=Path, default=ROOT / "sdk")
    parser.add_argument("--baseline", type=Path, default=ROOT / "sdk/abi/baseline.abi.xz")
    parser.add_argument("--work", type=Path, default=ROOT / "build/abi")
    parser.add_argument("--accept", action="store_true")
    given = parser.parse_args()
    version = version_of(given.sdk)
    described, number = describe(given.sdk, given.work)
    noted = given.baseline.with_name("version")
    if given.accept:
        given.baseline.write_bytes(lzma.compress(described.read_bytes(), preset=9))
        noted.write_text(version + "\n")
        print(f"SUMMARY: SDK {version} is the baseline, {number} types")
        return 0
    before = given.work / "baseline.abi"
    before.write_bytes(lzma.decompress(given.baseline.read_bytes()))
    compared = run("abidiff", "--no-show-locs", "--harmless", before, described, accept=range(16))
    print(compared.stdout)
    if compared.returncode & (FAILED | WRONG_USE):
        sys.exit(compared.stderr)
    was = noted.read_text().strip()
    if not compared.returncode & (CHANGED | INCOMPATIBLE):
        print(f"SUMMARY: no change since the baseline of SDK {was}, {number} types")
        return 0
    if was != version:
        print(f"SUMMARY: changed from SDK {was} to {version}, as the version says; ./dev check abi --accept once it is released")
        return 0
    if version.startswith("0."):
        print(f"WARNING: the ABI changed while the SDK is still {version}; 0.x promises nothing, but plugins must be rebuilt")
        print(f"SUMMARY: warning: changed since the baseline of SDK {was}; ./dev check abi --accept to take it")
        return 0
    print(f"ERROR: the ABI changed while the SDK is still {version}: raise sdk_version_major in hurtrock/plugin.hpp, or undo the change")
    return 1


if __name__ == "__main__":
    sys.exit(main())
