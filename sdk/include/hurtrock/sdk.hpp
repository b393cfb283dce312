#pragma once
/// Everything a plugin needs; the interfaces of the trade (catalog, stock, orders …) are in hurtrock/shop/.

#include <hurtrock/crypto.hpp>
#include <hurtrock/forms.hpp>
#include <hurtrock/json.hpp>
#include <hurtrock/plugin.hpp>
#include <hurtrock/redact.hpp>
