#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/call/Invocation.h"
#include "shim/call/ToolName.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// True for a name of a tool that makes sense for the target, and that linkshim stands in for: those of
/// Microsoft's tools only where the target's linker is Microsoft's.
bool isOffered(const ToolSpelling &spelling, const Target &target);

/// The file names of all tools of a target: with its triple, its GNU spelling, and other names that build
/// tools look for; with the floor where one was given. A GNU spelling that several targets share is used for
/// the preferred one alone.
std::vector<std::string> linkNames(const TargetSpec &spec);

/// `aarch64-unknown-linux-gnu.2.17-cc`.
std::string toolLinkName(const TargetSpec &spec, std::string_view tool);

/// What is at the path of a link.
enum class LinkState : uint8_t { absent, current, outdated, foreign };

/// `current` for a link that holds `self`, `outdated` for one that holds another program of the same name,
/// `foreign` for anything else.
LinkState linkState(const std::string &path, const std::string &self, const FileReader &files);

/// The path of a link of this name to `self`: beside the program where there is one, else made or refreshed
/// in the first cache folder that can be written.
Result<std::string> privateLink(const std::string &name, const std::string &self,
                                const Environment &environment, FileSystem &files);

/// The folder for such links in a cache folder; each installed linkshim has a folder of its own.
std::string linksFolder(const std::string &cache, const std::string &self);

} // namespace linkshim
