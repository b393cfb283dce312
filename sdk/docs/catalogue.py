#!/usr/bin/env python3
"""Writes sdk/docs/CATALOGUE.md: every event, slot, service, provider interface, template variable, setting type and permission,
each with an example. Read from the headers, manifests and templates; what cannot be read from them is in examples.yaml.
`./dev docs` runs it; tests/rules fails while the page is stale, an entry has no example, or a C++ example does not compile."""

import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "sdk/docs/CATALOGUE.md"
EXAMPLES = ROOT / "sdk/docs/examples.yaml"
HEADERS = ROOT / "sdk/include/hurtrock"
COMMENT = re.compile(r"//[^\n]*")


class Gap(Exception):
    """Something without an example."""


def comment_before(text, at):
    """The /// lines directly above a position, as one paragraph."""
    lines = []
    for line in reversed(text[:at].rstrip("\n").split("\n")):
        found = re.match(r"\s*///\s?(.*)", line)
        if not found:
            break
        lines.insert(0, found.group(1))
    return " ".join(" ".join(lines).split())


def first_sentence(text):
    return re.split(r"(?<=[.:;]) ", text, maxsplit=1)[0].rstrip(":;") if text else ""


def header_text(path):
    """What a header says of itself: the /// lines after #pragma once."""
    found = re.match(r"#pragma once\n((?:///.*\n)*)", path.read_text())
    return " ".join(line[3:].strip() for line in found.group(1).splitlines()) if found else ""


def classes(path):
    """(name, base, body, comment) of each struct or class of a header, outermost ones."""
    text = path.read_text()
    for found in re.finditer(r"^(?:struct|class) (?:HURTROCK_API )?(\w+)(?: final)?(?: : (?:public )?([\w:<>]+))?\s*\{", text, re.M):
        end = text.find("\n};", found.start())
        same_line = text.find("};", found.start(), text.find("\n", found.start()) if "\n" in text[found.start():] else None)
        body = text[found.end(): same_line if same_line > 0 else end]
        yield found.group(1), found.group(2), body, comment_before(text, found.start())


def fields_of(body):
    return [(kind, name) for kind, name in re.findall(r"^    ([\w:<>]+) (\w+)(?:\{.*\})?;", body, re.M)]


def sources():
    return [path for path in sorted(ROOT.glob("plugins/*/src/*.cpp"))]


def users(pattern):
    """Plugins whose code matches."""
    return sorted({path.relative_to(ROOT).parts[1] for path in sources() if re.search(pattern, path.read_text())})


def listed(names):
    return ", ".join(f"`{name}`" for name in names) if names else "nobody yet"


def code(language, text):
    return f"```{language}\n{text.rstrip()}\n```\n"


def events():
    """(title, prose, example)."""
    for path in sorted((HEADERS / "shop").glob("*.hpp")):
        bodies = {name: body for name, _, body, _ in classes(path)}
        for name, base, body, comment in classes(path):
            event = re.search(r'event_name = "([\w.-]+)"', body)
            if not event:
                continue
            inherited = bodies.get(re.sub(r"<.*", "", base or ""), "")
            fields = fields_of(inherited) + fields_of(body)
            shown = ", ".join(f"`{field}` ({kind})" for kind, field in fields)
            raised = users(rf"raise\([^;]*\b{name}\b|{name}\s*\{{|{name} \w+|= \w+<shop::{name}>\(")
            prose = (comment + " " if comment else "") + f"`hurtrock/shop/{path.name}`. Fields: {shown}. Raised by {listed(raised)}."
            use = fields[0][1]
            yield event.group(1), prose, code("cpp", f"""host.events().during<shop::{name}>(Listening::required, [](Transaction& tx, const shop::{name}& event) -> Result<Done> {{
    return note(tx, event.{use});          // in the same transaction: a Problem ends what is being done
}});
host.events().after<shop::{name}>("my-plugin.{name}", [](const shop::{name}& event) -> Result<Done> {{
    return tell_others(event.{use});       // after the commit, at least once
}});""")


def interfaces(written):
    """(kind, title, prose, example): what plugins provide and find by name."""
    for path in sorted((HEADERS / "shop").glob("*.hpp")):
        for name, _, body, comment in classes(path):
            found = re.search(r'interface_name = "([\w./-]+)"', body)
            if not found:
                continue
            title = found.group(1)
            kind = "provider" if name.rstrip("0123456789").endswith(("Provider", "Channel")) else "service"
            methods = [f"`{method}`" for method in re.findall(r"virtual [^;{]*?\b(\w+)\(", body)]
            example = written.get("interfaces", {}).get(title)
            if not example:
                raise Gap(f'{path.relative_to(ROOT)}: interface "{title}" has no example; add one to sdk/docs/examples.yaml under interfaces')
            prose = first_sentence(comment or header_text(path)) + f" `hurtrock/shop/{path.name}`, `shop::{name}`: {', '.join(dict.fromkeys(methods))}."
            yield kind, title, prose, code("cpp", example)


def slots():
    """(title, prose, example) of every {% slot %} of a theme, the core or a plugin's page."""
    found = {}
    for path in sorted([*ROOT.glob("themes/*/**/*.html"), *ROOT.glob("core/templates/**/*.html"), *ROOT.glob("plugins/*/templates/**/*.html")]):
        for name, given in re.findall(r'\{%-? *slot "([\w.-]+)"(?: with ([^%]*?))? *-?%\}', path.read_text()):
            place = found.setdefault(name, {"where": [], "given": []})
            place["where"].append(str(path.relative_to(ROOT)))
            place["given"] += [key for key in re.findall(r"[{,]? *\"?(\w+)\"? *[:=]", given) if key not in place["given"]]
    for name, place in sorted(found.items()):
        if name == "admin.widget":
            continue  # widgets are registered with host.admin().widget
        given = listed(place["given"]) if place["given"] else "nothing"
        prose = f"In {', '.join(f'`{where}`' for where in place['where'])}. The template passes {given}."
        filled = users(rf'fill\(\s*"{re.escape(name)}"')
        if filled:
            prose += f" Filled by {listed(filled)}."
        data = f'context["{place["given"][0]}"]' if place["given"] else "request.locale()"
        taken = "const Request&, const Value& context" if place["given"] else "const Request& request, const Value&"
        yield name, prose, code("cpp", f"""host.slots().fill("{name}", "my-plugin/part.html", []({taken}) -> Value {{
    return {{{{"shown", {data}}}}};        // a null Value shows nothing
}});""")


def variables(written):
    """(title, prose, example) of what every template may use."""
    view = (ROOT / "core/view/view_env.cpp").read_text()
    names = re.findall(r'"(\w+)"', re.search(r"for \(const char\* function : \{(.*?)\}", view).group(1))
    names += re.findall(r'"(\w+)"', re.search(r"for \(const char\* variable : \{(.*?)\}", view).group(1))
    names += re.findall(r'add_filter\("(\w+)"', view)
    for path in sources():
        names += re.findall(r'slots\(\)\s*\.(?:shared_)?global\(\s*"(\w+)"', path.read_text())
    for name in dict.fromkeys(names):
        entry = written.get("templates", {}).get(name)
        if not entry:
            raise Gap(f'template name "{name}" has no example; add one to sdk/docs/examples.yaml under templates')
        yield name, entry["is"], code("jinja", entry["example"])


def setting_types(written):
    header = (ROOT / "core/settings/schema.hpp").read_text()
    names = re.search(r"enum class Type \{([^}]*)\}", header).group(1).replace(" ", "").split(",")
    for name in names:
        entry = written.get("settings", {}).get(name)
        if not entry:
            raise Gap(f'setting type "{name}" has no example; add one to sdk/docs/examples.yaml under settings')
        yield name, entry["is"], code("yaml", entry["example"])


def permissions():
    for path in sorted(ROOT.glob("plugins/*/plugin.yaml")):
        manifest = yaml.safe_load(path.read_text())
        for name, label in (manifest.get("permissions") or {}).items():
            yield name, f"{label['en']} ({label['id']}). Declared by `{manifest['id']}`.", code("cpp", f"""if (request.visitor().can("{name}")) show_more(request);""")


HEAD = """# Catalogue

Every name through which plugins meet. Written by `sdk/docs/catalogue.py` from the headers, manifests and templates (`./dev docs`); do not
edit it here. In the examples `host` is what `Plugin::start` is given and `my-plugin` is yours.
"""


def sections():
    written = yaml.safe_load(EXAMPLES.read_text())
    found = list(interfaces(written))
    yield "Events", "Heard with `hurtrock/events.hpp`: inside the transaction, or after its commit.", list(events())
    yield "Services", "One plugin provides each; others find it by name with `hurtrock/services.hpp`.", [entry[1:] for entry in found if entry[0] == "service"]
    yield "Provider interfaces", "Any number of plugins implement each, told apart by a key.", [entry[1:] for entry in found if entry[0] == "provider"]
    yield "Slots", "Places in pages that any plugin may fill, with `hurtrock/slots.hpp`.", list(slots())
    yield "In every template", "Functions, variables and filters besides those of Jinja2.", list(variables(written))
    yield "Setting types", "Declared in `plugin.yaml` under `settings`, read with `hurtrock/settings.hpp`, edited in admin.", list(setting_types(written))
    yield "Permissions", "Of the shop's own plugins. Yours are declared in your `plugin.yaml`; a route asks for one with `{.permission = …}`.", list(permissions())


def page():
    parts = [HEAD]
    for title, prose, entries in sections():
        parts.append(f"## {title}\n\n{prose}\n")
        for name, about, example in entries:
            parts.append(f"### `{name}`\n\n{about}\n\n{example}")
    return "\n".join(parts)


def program():
    """The C++ examples as one translation unit, each in a function of its own."""
    examples = [example for _, _, entries in sections() for _, _, example in entries if example.startswith("```cpp")]
    bodies = [example.removeprefix("```cpp\n").removesuffix("```\n") for example in examples]
    types = [body for body in bodies if body.startswith("class ")]
    calls = [body for body in bodies if not body.startswith("class ")]
    includes = "".join(f"#include <hurtrock/shop/{path.name}>\n" for path in sorted((HEADERS / "shop").glob("*.hpp")))
    text = f"#include <hurtrock/sdk.hpp>\n{includes}" + (
        "using namespace hurtrock;\n"
        "template <class... Any> Result<Done> note(Any&&...);\ntemplate <class... Any> Result<Done> tell_others(Any&&...);\n"
        "template <class... Any> void show_more(Any&&...);\n")
    text += "".join(f"namespace type_{number} {{\n{body}}}\n" for number, body in enumerate(types))
    for number, body in enumerate(calls):
        text += (f"void example_{number}([[maybe_unused]] Host& host, [[maybe_unused]] const Request& request, [[maybe_unused]] Reader& reader, "
                 f"[[maybe_unused]] Transaction& tx)\n{{\n{body}}}\n")
    return text


def main():
    try:
        made = page()
    except Gap as gap:
        sys.exit(str(gap))
    if "--program" in sys.argv:
        print(program())
    elif "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text() != made:
            sys.exit(f"{PAGE.relative_to(ROOT)} is stale; run ./dev docs and commit what it wrote")
    else:
        PAGE.write_text(made)
        print(f"{PAGE.relative_to(ROOT)}: {made.count('### ')} entries")


if __name__ == "__main__":
    main()
