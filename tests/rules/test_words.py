"""Every sentence a person can see exists in Indonesian; every code of a problem in both languages."""

import re

import yaml
from house import ROOT, complain, files, inside, text

TRANS = re.compile(r"\{%-?\s*trans\b([^%]*?)-?%\}(.*?)\{%-?\s*endtrans\s*-?%\}", re.S)
CALL = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
CODE = re.compile(r'\.?code\s*=\s*"([a-z_]+\.[a-z_.]+)"|Problem\{\s*"([a-z_]+\.[a-z_.]+)"|translate\(\s*(?:[a-z_.()]+,\s*)?"([^"]+)"')


def locale(language):
    words = {}
    for path in [*files(f"core/locales/{language}.yaml"), *files(f"plugins/*/locales/{language}.yaml"), *files(f"themes/*/locales/{language}.yaml")]:
        words.update(yaml.safe_load(text(path)) or {})
    return words


def template_sentences(path):
    source = re.sub(r"\{#.*?#\}", "", text(path), flags=re.S)
    for match in TRANS.finditer(source):
        trimmed = "trimmed" in match.group(1)
        for part in re.split(r"\{%-?\s*pluralize[^%]*%\}", match.group(2)):
            sentence = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", part)
            yield re.sub(r"\s*\n\s*", " ", sentence).strip() if trimmed else sentence
    for match in CALL.finditer(source):
        yield (match.group(1) or match.group(2)).replace('\\"', '"').replace("\\'", "'")


def test_templates_speak_indonesian():
    known = locale("id")
    missing = [
        f"{path}: {sentence!r}"
        for path in files("*.html", "*.txt")
        if path.parts[0] in ("core", "plugins", "themes") and "templates" in path.parts or path.parts[0] == "themes"
        for sentence in template_sentences(path)
        if sentence not in known and sentence.strip()
    ]
    complain(sorted(set(missing)), "an Indonesian customer must never meet an English sentence")


def test_codes_are_sentences_in_both_languages():
    missing = []
    for language in ("id", "en"):
        known = locale(language)
        for path in inside("core", ".cpp") + inside("plugins", ".cpp") + inside("sdk/src", ".cpp"):
            if "tests" in path.parts or path.parts[:2] == ("core", "cli"):  # the terminal speaks English
                continue
            for match in CODE.finditer(re.sub(r'"\s*\n\s*"', "", text(path))):
                code = next(filter(None, match.groups()))
                if code in ("en", "id"):
                    continue
                is_code = re.fullmatch(r"[a-z_]+\.[a-z_.]+", code) is not None and not code.endswith("_")
                if code not in known and (is_code or language == "id") and not code.endswith("_") and "." + "hpp" not in code:
                    missing.append(f"{path}: {language}: {code!r}")
    complain(sorted(set(missing)), "a person must never meet a code instead of a sentence")


def test_both_languages_have_the_same_placeholders():
    indonesian, english = locale("id"), locale("en")
    placeholders = re.compile(r"%\((\w+)\)s")
    problems = [
        f"{key!r}: {sorted(set(placeholders.findall(str(sentence))))} but {sorted(set(placeholders.findall(str(english.get(key, key)))))}"
        for key, sentence in indonesian.items()
        if ("." in key.split(" ")[0] and key in english or "%(" in key)
        and set(placeholders.findall(str(sentence))) - set(placeholders.findall(str(english.get(key, key))))
    ]
    complain(problems, "a placeholder that only one language knows shows nothing in the other")


def test_a_sentence_is_the_same_whoever_translates_it():
    """Sentences are shared by all plugins: of two translations one is shown, whichever plugin started last. A theme may choose."""
    said = {}
    for path in files("core/locales/*.yaml", "plugins/*/locales/*.yaml"):
        for key, sentence in (yaml.safe_load(text(path)) or {}).items():
            said.setdefault((path.stem, key), {}).setdefault(sentence, path)
    problems = [f"{', '.join(map(str, paths.values()))}: {key!r}: {', '.join(map(repr, paths))}" for (_, key), paths in said.items() if len(paths) > 1]
    complain(problems, "one plugin would change the words of another")


def test_no_sentence_stands_twice_in_a_file():
    twice = []
    for path in files("core/locales/*.yaml", "plugins/*/locales/*.yaml", "themes/*/locales/*.yaml"):
        keys = [key.value for key, _ in (yaml.compose(text(path)) or yaml.MappingNode("", [])).value]
        twice += [f"{path}: {key!r}" for key in sorted(set(keys)) if keys.count(key) > 1]
    complain(twice, "the file would be refused as a whole, and its plugin would speak no Indonesian")
