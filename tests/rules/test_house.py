"""The rules that make this a good house (ARCHITECTURE.md, "Who may call whom"). Each says why when it fails."""

import re

import pytest
from house import ROOT, COMMENT, complain, files, includes, inside, lines, text

TRADE = r"\b(products?|carts?|checkouts?|invoices?|coupons?|sku|stripe|midtrans|shipping|courier|orders?_(id|number)|prices?)\b"
THIRD_PARTY = r"^(pistache|pqxx|boost|websocketpp|yaml-cpp|nlohmann|Poco|spdlog|fmt|sodium|curl|png|jpeglib|turbojpeg|webp|zlib|brotli|cmark|CLI)\b"
HOMES = {
    r"^pistache/": "core/http",
    r"^pqxx/": "core/db",
    r"^boost/dll": "core/plugins",
    r"^spdlog/": "core/log",
    r"^CLI/": "core/cli",
    r"^curl/": ("core/mail", "core/net"),
}


def test_core_knows_nothing_of_the_trade():
    problems = []
    for path in inside("core", ".cpp", ".hpp", ".html", ".yaml", ".sql") + inside("migrations", ".sql"):
        if "tests" in path.parts:
            continue
        for number, line in lines(path):
            if re.search(TRADE, line, re.I):
                problems.append(f"{path}:{number}: {line.strip()}")
    complain(problems, "the core hosts any kind of shop; what is sold, and how, is the plugins' business")


def test_core_includes_no_plugin():
    problems = [
        f"{path}:{number}: {name}"
        for path in inside("core", ".cpp", ".hpp")
        for number, name, _ in includes(path)
        if name.startswith("plugins/") or name.startswith("hurtrock/shop/")
    ]
    complain(problems, "a core that knew a plugin could not run without it")


def test_plugins_include_the_sdk_and_their_own_files_only():
    problems = []
    for path in inside("plugins", ".cpp", ".hpp"):
        own = ROOT / "plugins" / path.parts[1]
        for number, name, angled in includes(path):
            local = not angled and any((folder / name).is_file() for folder in ((ROOT / path).parent, own / "src", own / "tests"))
            standard = angled and "/" not in name and not re.match(THIRD_PARTY, name)
            testing = path.parts[2] == "tests" and name.startswith("gtest/")
            if not (local or standard or testing or name.startswith("hurtrock/")):
                problems.append(f"{path}:{number}: {name}")
    complain(problems, "plugins meet through SDK services and events, or they could not come and go one by one")


def test_a_library_is_included_in_one_place():
    problems = []
    for path in files("*.cpp", "*.hpp"):
        for number, name, _ in includes(path):
            for pattern, home in HOMES.items():
                homes = (home,) if isinstance(home, str) else home
                if re.match(pattern, name) and not str(path).startswith(("tests/", *(one + "/" for one in homes))):
                    problems.append(f"{path}:{number}: {name} belongs to {' or '.join(homes)}")
    complain(problems, "a library that is met in one place can be replaced, upgraded and compiled once")


def test_the_sdk_shows_no_library():
    problems = [
        f"{path}:{number}: {name}"
        for path in inside("sdk/include", ".hpp")
        for number, name, _ in includes(path)
        if re.match(THIRD_PARTY, name)
    ]
    complain(problems, "a plugin must build and load without knowing which libraries the host uses")


def test_only_repositories_speak_sql():
    problems = []
    for path in inside("plugins", ".cpp", ".hpp"):
        if "tests" in path.parts or re.match(r"(.*_)?repository|.*locks", path.stem) or path.stem.endswith("_repository"):
            continue
        for number, line in lines(path):
            if re.search(r"\bQuery\s+\w+\s*\{", line):
                problems.append(f"{path}:{number}: {line.strip()}")
    complain(problems, "from a click to its SQL must be four hops: route, handler, service, repository")


def test_plugin_cpp_only_registers():
    problems = []
    for path in inside("plugins", "plugin.cpp"):
        count = len(text(path).split("\n"))
        if count > 160:
            problems.append(f"{path}: {count} lines")
    complain(problems, "plugin.cpp is the table of contents of a plugin; rules and pages have files of their own")


def test_a_plugin_touches_its_own_schema_only():
    owners = {path.parts[1].replace("-", "_"): path.parts[1] for path in inside("plugins", "plugin.yaml")}
    problems = []
    for path in inside("plugins", ".cpp", ".sql"):
        if "tests" in path.parts:
            continue
        for number, line in lines(path):
            code = COMMENT.sub("", line)
            for schema in re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ON|REFERENCES|DELETE FROM)\s+([a-z_]+)\.[a-z_]+\b", code):
                if schema in {**owners, "core": "core"} and owners.get(schema) != path.parts[1]:
                    problems.append(f"{path}:{number}: {code.strip()}")
    complain(problems, "two plugins that share a table cannot be upgraded, or removed, one at a time")


def test_every_plugin_has_the_same_rooms():
    problems = []
    for manifest in inside("plugins", "plugin.yaml"):
        folder = ROOT / manifest.parent
        for part in ("CMakeLists.txt", "README.md", "src/plugin.cpp"):
            if not (folder / part).is_file():
                problems.append(f"{manifest.parent}: no {part}")
    complain(problems, "whoever has read one plugin should find the way in every other")


def test_no_inline_scripts_or_styles_in_templates():
    problems = []
    for path in files("*.html"):
        if path.parts[0] not in ("core", "plugins", "themes") or "mail" in path.parts or "preview" in path.parts:
            continue
        for number, line in lines(path):
            script = re.search(r"<script(?![^>]*\b(src=|type=\"application/ld\+json\"))", line)
            if script or re.search(r"<style\b|\sstyle=|\son(click|load|change|submit|error|input)=|javascript:", line):
                problems.append(f"{path}:{number}: {line.strip()[:100]}")
    complain(problems, "the content security policy forbids them, so they would not work")


def test_signatures_are_compared_in_constant_time():
    made = r"(?:hmac_sha256(?:_hex)?|sha512_hex|signature_of)\("
    problems = []
    for path in files("*.cpp"):
        if "tests" in path.parts:
            continue
        code = COMMENT.sub("", text(path))
        problems += [f"{path}: {found.group(0)}" for found in re.finditer(rf"[=!]=\s*{made}|{made}[^;]*\)\s*[=!]=[^;]*|\.compare\({made}", code)]
        if re.search(made, code) and re.search(r"\bis_signed\(|read_webhook\(", code) and not re.search(r"equal_in_constant_time\(|#include \"signature.hpp\"", code):
            problems.append(f"{path}: judges signatures without equal_in_constant_time")
    complain(problems, "a comparison that ends at the first wrong byte tells a forger how far the right ones go")


def test_nothing_is_left_unfinished():
    problems = []
    for path in files("*.cpp", "*.hpp", "*.py", "*.mjs", "*.js", "*.html", "*.css", "*.sql", "*.cmake", "*.txt"):
        if str(path).startswith("tests/rules/"):
            continue
        for number, line in lines(path):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                problems.append(f"{path}:{number}: {line.strip()[:100]}")
    complain(problems, "a note to ourselves in the code is a promise to nobody")


def test_no_file_holds_two_ideas():
    limit = 600
    problems = []
    for path in files("*.cpp", "*.hpp", "*.mjs", "*.js", "*.css", "*.html"):
        count = text(path).count("\n")
        if count > limit:
            problems.append(f"{path}: {count} lines")
    complain(problems, f"a file of more than {limit} lines usually holds two ideas")


@pytest.mark.parametrize("path", inside("sdk/include", ".hpp"), ids=str)
def test_an_sdk_header_compiles_alone(path):
    import subprocess

    name = "/".join(path.parts[2:])
    ran = subprocess.run(
        ["g++", "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-x", "c++", "-I", str(ROOT / "sdk/include"), "-"],
        input=f"#include <{name}>\n", capture_output=True, text=True,
    )
    assert ran.returncode == 0, ran.stderr
