#pragma once
#include <string_view>

namespace linkshim {

/// The rustc triple of a container platform such as `linux/arm64` or `linux/arm/v7` (what build engines put
/// into TARGETPLATFORM) for the C library `libc` (`gnu` or `musl`; ignored where the system has one only).
/// Empty when there is no such platform.
std::string_view tripleOfPlatform(std::string_view platform, std::string_view libc);

/// All platforms that tripleOfPlatform knows, comma separated, for messages.
std::string_view knownPlatforms();

} // namespace linkshim
