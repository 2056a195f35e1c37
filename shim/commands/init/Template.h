#pragma once
#include "shim/call/Invocation.h"
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What is put into a template. A template itself is a valid file, for a program `my-app`.
struct TemplateValues {
  std::string binary;                ///< in place of `my-app`
  std::vector<std::string> binaries; ///< of the blocks `each binary`
  std::vector<TargetSpec> targets;   ///< of the blocks `each target`
};

/// The template's text with the values in it. The lines between `# begin: each target` and
/// `# end: each target` are an entry for x86_64-unknown-linux-musl, which is repeated for every target with
/// its name in place of that one; in it, a line `verify: ...` gets the target's options of `linkshim verify`,
/// `emulator: ...` the distribution's package of its emulator, `test: ...` the options of `cargo test`. The
/// lines between `# begin: each binary` and `# end: each binary` are repeated for every program.
std::string fillTemplate(std::string_view text, const TemplateValues &values);

/// A template of the program itself; nullopt when there is none of that name.
std::optional<std::string_view> findTemplate(std::string_view name);
std::vector<std::string_view> templateNames();

/// A name that a service or an image may have: in small letters, with hyphens.
std::string serviceName(std::string_view name);

} // namespace linkshim
