#include "shim/link/LinkerCall.h"
#include "shim/call/Dialect.h"
#include "shim/link/LinkParts.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// True for a start file of a system or of wasi-libc that rustc names without a folder.
bool isBareStartFile(std::string_view name) {
  constexpr std::string_view names[] = {"crt1-command.o", "crt1-reactor.o", "Scrt1.o"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Result<void> missingFile(const LinkRequest &request, const std::string &missing) {
  const Target &target = request.target();
  if (missing.empty() || !request.context.roots.system.empty()) return {};
  if (target.libc == Libc::wasi)
    return fail({fmt::format("the start files and the C library of {} are not installed", target.triple),
                 {{"missing", missing}},
                 fmt::format("rustup target add {}, or {}", target.triple,
                             howToInstall(target, request.context.places.share, request.context.files))});
  if (target.needs.empty()) return {};
  return fail(platformMissing(target, missing));
}

} // namespace

std::span<const Argument> linkerArguments(const Arguments &arguments) {
  return arguments.all().subspan(choosesFlavor(arguments) ? 1 : 0);
}

void keepAll(const Arguments &arguments, LinkLine &line) {
  for (const Argument &argument : linkerArguments(arguments))
    line.keep(arguments, argument);
  line.keepIncomplete(arguments);
}

std::vector<std::string> inputsOf(const LinkRequest &request) {
  std::vector<std::string> paths;
  for (const Argument &argument : request.arguments().all())
    if (argument.isInput()) paths.push_back(request.inputPath(argument));
  return paths;
}

Result<void> keepLinkerArguments(const LinkRequest &request, const Sysroot &sysroot, LinkLine &line,
                                 const ArgumentChange &change) {
  const Arguments &arguments = request.arguments();
  const FileReader &files = request.context.files;
  std::vector<std::string> searched = searchedFolders(request, sysroot);
  auto isThere = [&](const std::string &file) { return !folderWith(file, searched, files).empty(); };
  std::string missing;
  for (const std::string &name : arguments.values(OPT_l))
    if (missing.empty() && !isThere(fmt::format("lib{}.a", name)) && !isThere(fmt::format("lib{}.so", name)))
      missing = fmt::format("lib{}", name);
  for (const Argument &argument : linkerArguments(arguments)) {
    std::string path = argument.isInput() ? arguments.args()[argument.index] : std::string();
    bool bare = isBareStartFile(path) && !files.status(path).isFile();
    std::string folder = bare ? folderWith(path, searched, files) : std::string();
    if (bare && folder.empty() && missing.empty()) missing = path;
    if (change && change(argument, line)) continue;
    if (folder.empty())
      line.keep(arguments, argument);
    else
      line.translate(path, joinPath(folder, path), "the start file comes from a library folder");
  }
  line.keepIncomplete(arguments);
  return missingFile(request, missing);
}

} // namespace linkshim
