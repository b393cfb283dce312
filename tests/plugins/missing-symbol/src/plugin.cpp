#include <hurtrock/sdk.hpp>

/// A plugin whose author forgot the last line.
class MissingSymbol final : public hurtrock::Plugin {
    void start(hurtrock::Host&) override {}
};

hurtrock::Plugin* made_but_never_shown() { return new MissingSymbol; }
