#include "shim/provider/ResourceFolder.h"
#include "shim/objects/LlvmVersion.h"
#include <charconv>
#include <fmt/format.h>

namespace linkshim {

std::string resourceFolder(const Provider &compiler, const FileReader &files) {
  std::string program = files.realPath(compiler.path).value_or(compiler.path);
  if (compiler.kind == ProviderKind::zigClang) return joinPath(parentPath(program), "lib");
  // Several versions may share a prefix: /usr/lib/clang/14 and /usr/lib/clang/19.0.1.
  std::string versions = joinPath(parentPath(parentPath(program)), "lib/clang"), newest;
  int wanted = clangMajor(program, files), best = 0;
  for (const std::string &version : files.list(versions)) {
    int major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    if (major == wanted) return fmt::format("{}/{}", versions, version);
    if (major > best) {
      best = major;
      newest = fmt::format("{}/{}", versions, version);
    }
  }
  return newest;
}

} // namespace linkshim
