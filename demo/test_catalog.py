"""The demo catalog holds together: references, both languages, unique keys, sane prices."""
import itertools
import pathlib
import re

import pytest
import yaml

CATALOG = yaml.safe_load((pathlib.Path(__file__).parent / "catalog.yaml").read_text(encoding="utf-8"))
PRODUCTS = CATALOG["products"]
CATEGORIES = {category["key"]: category for category in CATALOG["categories"]}
LANGUAGES = ("id", "en")


def bilingual(text):
    assert set(LANGUAGES) <= set(text), text
    for language in LANGUAGES:
        assert isinstance(text[language], str) and text[language].strip(), text


def test_categories_form_a_tree():
    assert len(CATEGORIES) == len(CATALOG["categories"])
    for category in CATEGORIES.values():
        bilingual(category["name"]), bilingual(category["slug"]), bilingual(category["description"])
        seen = set()
        while category:
            assert category["key"] not in seen
            seen.add(category["key"])
            category = CATEGORIES[category["parent"]] if "parent" in category else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_slugs_are_unique_and_clean(language):
    for things in (PRODUCTS, CATALOG["categories"]):
        slugs = [thing["slug"][language] for thing in things]
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product["key"])
def test_product(product):
    assert product["category"] in CATEGORIES
    for field in ("name", "slug", "description"):
        bilingual(product[field])
    for line in product["specifications"]:
        bilingual(line["label"]), bilingual(line["value"])
    keys = {option["key"]: [value["key"] for value in option["values"]] for option in product["options"]}
    for option in product["options"]:
        bilingual(option["name"])
        for value in option["values"]:
            assert isinstance(value["key"], str)
            bilingual(value)
    chosen = [tuple(sorted(variant["options"].items())) for variant in product["variants"]]
    assert len(set(chosen)) == len(chosen)
    possible = {tuple(sorted(zip(keys, values))) for values in itertools.product(*keys.values())}
    assert set(chosen) <= possible
    for variant in product["variants"]:
        assert isinstance(variant["price"], int) and variant["price"] >= 25_000
        assert variant.get("compare_at", variant["price"] + 1) > variant["price"]
        assert variant["stock"] >= 0 and variant["weight_g"] > 0
        assert min(variant[side] for side in ("length_cm", "width_cm", "height_cm")) > 0
        assert len(variant["pictures"]) >= 2
        assert all(re.fullmatch(r"[a-z0-9-]+\.jpg", name) for name in variant["pictures"])


def test_stock_keeping_units_are_unique():
    skus = [variant["sku"] for product in PRODUCTS for variant in product["variants"]]
    assert len(set(skus)) == len(skus)


def test_the_demo_shows_every_state_a_shop_has():
    variants = [variant for product in PRODUCTS for variant in product["variants"]]
    assert len(PRODUCTS) >= 32
    assert any(variant["stock"] == 0 for variant in variants)
    assert any(variant["stock"] in (1, 2) for variant in variants)
    assert any("compare_at" in variant for variant in variants)
    assert any(len(product["variants"]) >= 6 for product in PRODUCTS)
    assert any(not product["options"] for product in PRODUCTS)
    assert max(len(product["name"]["id"]) for product in PRODUCTS) > 100
    assert min(variant["price"] for variant in variants) == 25_000
    assert max(variant["price"] for variant in variants) == 45_000_000
