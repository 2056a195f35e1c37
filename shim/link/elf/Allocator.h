#pragma once
#include "shim/link/Format.h"
#include "shim/sysroot/Sysroot.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The variable that asks for an allocator in the place of the C library's, as `--malloc` of cargo linkshim
/// does, and the only one that there is.
inline constexpr std::string_view allocatorVariable = "LINKSHIM_MALLOC";
inline constexpr std::string_view mimalloc = "mimalloc";

/// Fails for a name that is not an allocator's.
Result<void> checkAllocatorName(std::string_view name);
/// Fails, with the reason, for a target of which no program can have one.
Result<void> checkAllocatorTarget(const Target &target);

/// What became of a wish for an allocator.
struct Allocator {
  std::string object;  ///< goes before all other inputs; empty where the link keeps the C library's
  std::string support; ///< an archive that the object may need, behind them; may be empty
  std::string notice; ///< why LINKSHIM_MALLOC changes nothing here, a line; empty where nothing is to be said
};

/// Looks whether a link asks for one, by LINKSHIM_MALLOC or by -lmimalloc where none of the user's `folders`
/// has a library of that name. Fails for an unknown name, for -lmimalloc in a link that cannot have it, and
/// where the target's pack is missing.
Result<Allocator> findAllocator(const LinkRequest &request, LinkMode mode, const Sysroot &sysroot,
                                const std::vector<std::string> &folders);

/// What to say of a link with the allocator that failed: where another allocator defines malloc too, which
/// one it is, as a line. Empty where the messages are about something else.
std::string secondAllocatorNote(std::string_view messages);

} // namespace linkshim
