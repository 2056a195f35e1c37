#include "shim/call/FoundLibrary.h"

namespace linkshim {
namespace {

/// The longer endings come first.
constexpr std::string_view endings[] = {".dll.a", ".so", ".a", ".tbd"};

} // namespace

std::string_view foundLibrary(std::string_view path) {
  size_t slash = path.rfind('/'), root = path.rfind(foundRoot);
  if (slash == std::string_view::npos || root == std::string_view::npos || root > slash) return {};
  std::string_view name = path.substr(slash + 1), folder = path.substr(root, slash - root);
  bool whole = root > 0 && path[root - 1] == '/' && folder.substr(foundRoot.size()).starts_with('/');
  if (!whole || !folder.ends_with(foundFolder) || !name.starts_with("lib")) return {};
  name.remove_prefix(3);
  for (std::string_view ending : endings)
    if (name.size() > ending.size() && name.ends_with(ending))
      return name.substr(0, name.size() - ending.size());
  return {};
}

void nameFoundLibraries(std::vector<std::string> &args) {
  for (std::string &arg : args)
    if (std::string_view name = foundLibrary(arg); !name.empty() && arg.front() != '-')
      arg = "-l" + std::string(name);
}

} // namespace linkshim
