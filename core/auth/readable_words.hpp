#pragma once
/// Short English words that are told apart on the telephone.

#include <array>
#include <string_view>

namespace hurtrock::auth {

inline constexpr auto readable_adjectives = std::to_array<std::string_view>({
    "able", "amber", "ample", "azure", "balmy", "basic", "bold", "brave", "brief", "bright", "brisk", "broad",
    "bronze", "calm", "candid", "careful", "casual", "cheery", "chief", "civic", "clean", "clear", "clever",
    "cobalt", "cosmic", "cozy", "crisp", "curly", "daily", "daring", "dear", "deep", "dense", "dizzy", "double",
    "dusty", "eager", "early", "earnest", "easy", "elder", "electric", "epic", "even", "exact", "fair", "famous",
    "fancy", "fast", "fierce", "final", "firm", "first", "fleet", "fluent", "fond", "frank", "free", "fresh",
    "frosty", "full", "gentle", "giant", "glad", "golden", "grand", "great", "green", "handy", "happy", "hardy",
    "heavy", "hidden", "hollow", "honest", "humble", "icy", "ideal", "indigo", "inner", "ivory", "jolly", "joyful",
    "keen", "kind", "large", "late", "lean", "light", "lively", "local", "lofty", "loud", "loyal", "lucid", "lucky",
    "lunar", "magic", "major", "mellow", "merry", "mighty", "mild", "minor", "misty", "modern", "mossy", "muted",
    "native", "near", "neat", "nimble", "noble", "north", "novel", "oaken", "ocean", "olive", "open", "outer",
    "pale", "patient", "pearly", "plain", "polite", "proud", "quick", "quiet", "rapid", "rare", "ready", "regal",
    "rich", "robust", "rosy", "round", "royal", "ruby", "rustic", "sable", "sandy", "scarlet", "secret", "serene",
    "sharp", "shiny", "silent", "silver", "simple", "sleek", "slow", "smart", "smooth", "snowy", "social", "solar",
    "solid", "sonic", "south", "spare", "speedy", "stable", "steady", "still", "stormy", "strong", "subtle", "sunny",
    "super", "sweet", "swift", "tall", "tame", "teal", "tender", "tidy", "tiny", "topaz", "tough", "tranquil",
    "true", "trusty", "upper", "urban", "usual", "valid", "vast", "velvet", "vernal", "vivid", "warm", "wavy",
    "west", "whole", "wide", "wild", "windy", "wise", "witty", "wooden", "young", "zesty",
});

inline constexpr auto readable_nouns = std::to_array<std::string_view>({
    "acorn", "alloy", "anchor", "anthem", "anvil", "apple", "arbor", "arrow", "atlas", "aurora", "badge", "bamboo",
    "banjo", "barn", "basin", "beacon", "beaver", "bell", "birch", "bison", "blaze", "bloom", "boulder", "bramble",
    "branch", "breeze", "bridge", "brook", "cabin", "cable", "camel", "candle", "canoe", "canyon", "castle", "cedar",
    "cello", "chapel", "cherry", "chord", "cinder", "circle", "citrus", "cliff", "clover", "coast", "comet",
    "copper", "coral", "cotton", "cougar", "crane", "crater", "creek", "crest", "cricket", "crystal", "daisy",
    "delta", "desert", "dome", "dove", "dragon", "drum", "eagle", "echo", "ember", "falcon", "fern", "fiddle",
    "field", "finch", "fjord", "flame", "flute", "forest", "fossil", "fountain", "fox", "galaxy", "garden", "garnet",
    "geyser", "ginger", "glacier", "glade", "granite", "grove", "guitar", "gull", "hammer", "harbor", "harp", "hawk",
    "hazel", "heron", "hill", "horizon", "island", "ivy", "jaguar", "jasmine", "jungle", "juniper", "kettle", "kite",
    "lagoon", "lantern", "lark", "laurel", "lemon", "lilac", "lion", "lotus", "lute", "lynx", "magnet", "mango",
    "maple", "marble", "meadow", "melody", "meteor", "mint", "mirror", "moon", "moose", "mosaic", "mountain",
    "nebula", "nectar", "needle", "oak", "oasis", "oboe", "onyx", "opal", "orbit", "orchid", "otter", "owl", "palm",
    "panda", "panther", "papaya", "pearl", "pebble", "pepper", "phoenix", "piano", "pine", "planet", "plaza",
    "plectrum", "plum", "pond", "poppy", "prairie", "prism", "puffin", "quartz", "quill", "rabbit", "raven", "reef",
    "ribbon", "ridge", "river", "robin", "rocket", "saddle", "saffron", "sail", "salmon", "sequoia", "shadow",
    "shell", "sierra", "signal", "sitar", "snare", "sparrow", "spring", "spruce", "stone", "summit", "sunset",
    "swan", "tango", "temple", "thistle", "thunder", "tiger", "timber", "torch", "tower", "trail", "tulip", "tundra",
    "tunnel", "turtle", "valley", "vault", "viola", "violet", "vortex", "walnut", "wave", "willow", "window",
    "winter", "wolf", "wren", "yarrow", "zebra", "zenith", "zephyr",
});

} // namespace hurtrock::auth
