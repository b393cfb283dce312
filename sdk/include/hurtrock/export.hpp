#pragma once

/// What the SDK library shows to plugins and host; everything else in every library stays hidden.
#define HURTROCK_API __attribute__((visibility("default")))
#define HURTROCK_LOCAL __attribute__((visibility("hidden")))
