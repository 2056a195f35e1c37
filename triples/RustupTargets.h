#pragma once
#include <span>
#include <string_view>

namespace linkshim {

/// The targets whose standard library `rustup target add` installs, sorted.
std::span<const std::string_view> rustupTargets();
bool rustupHas(std::string_view triple);

} // namespace linkshim
