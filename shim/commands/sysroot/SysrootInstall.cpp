#include "shim/commands/sysroot/SysrootInstall.h"
#include "shim/base/ShellWord.h"
#include "shim/run/Run.h"
#include "shim/sysroot/DataDirectory.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/Pack.h"
#include "shim/system/Signals.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace linkshim {
namespace {

constexpr uint32_t folderMode = 0755;
constexpr std::string_view ending = ".packs", packsVariable = "LINKSHIM_PACKS";

/// A file that scripts/package made, read and found whole.
struct Bundle {
  std::string file, name;
  Pieces pieces;
};

/// The NAME of linkshim-VERSION-NAME.packs.
std::string nameOf(std::string_view file) {
  std::string_view stem = baseName(file);
  if (stem.ends_with(ending)) stem.remove_suffix(ending.size());
  return std::string(stem.substr(stem.rfind('-') + 1));
}

bool isBundle(std::string_view file) {
  return file.ends_with(ending) && !baseName(file).starts_with('.');
}

class Installation {
public:
  explicit Installation(const CommandCall &call)
      : call(call), share(installedShare(shareFolder(call.environment, call.self), call.files)) {}

  Result<void> find(const std::string &argument);
  Result<CommandResult> run();

private:
  std::vector<std::string> searched() const;
  std::vector<std::string> bundlesIn(const std::string &folder) const;
  /// The file with a target or of a name; empty where none is found.
  std::string fileFor(std::string_view name) const;
  bool isInstalled(const Target &target) const;
  Failure notFound(const std::string &name, const Target *target) const;
  Result<void> checkSum(const std::string &file) const;
  Result<Bundle> read(const std::string &file) const;
  Result<std::string> put(const Bundle &bundle) const;
  SystemResult<void> putBelow(const std::string &packs, const Bundle &bundle) const;
  SystemResult<void> fill(const std::string &folder, const Bundle &bundle) const;

  const CommandCall &call;
  std::string share;
  std::vector<std::string> files; ///< to install
  std::string already;            ///< lines about what is there
};

/// Where bundles are looked for by a target's name.
std::vector<std::string> Installation::searched() const {
  std::vector<std::string> folders;
  std::string_view named = call.environment.value(packsVariable);
  while (!named.empty()) {
    std::string_view folder = named.substr(0, named.find(':'));
    named.remove_prefix(std::min(folder.size() + 1, named.size()));
    if (!folder.empty()) folders.emplace_back(folder);
  }
  folders.push_back(call.files.currentDirectory());
  if (!share.empty()) folders.push_back(joinPath(share, "packs"));
  if (std::string user = userPacks(call.environment); !user.empty()) folders.push_back(parentPath(user));
  return folders;
}

std::vector<std::string> Installation::bundlesIn(const std::string &folder) const {
  std::vector<std::string> found;
  for (const std::string &name : call.files.list(folder))
    if (isBundle(name)) found.push_back(joinPath(folder, name));
  return found;
}

std::string Installation::fileFor(std::string_view name) const {
  const Target *target = findTarget(name);
  std::string pack = fmt::format("sysroots/{}.pack", target ? target->pack : name);
  for (const std::string &folder : searched())
    for (const std::string &file : bundlesIn(folder)) {
      PackList list = listPack(file, call.files);
      if (list.facts.version != LINKSHIM_VERSION) continue;
      bool holds = std::any_of(list.all.begin(), list.all.end(),
                               [&](const PackedFile &each) { return each.name == pack; });
      if (holds || nameOf(file) == name) return file;
    }
  return {};
}

bool Installation::isInstalled(const Target &target) const {
  for (const std::string &root : packRoots(share, call.environment, call.files))
    if (call.files.status(fmt::format("{}/sysroots/{}.pack", root, target.pack)).isFile()) return true;
  return false;
}

Result<void> Installation::find(const std::string &argument) {
  FileStatus status = call.files.status(argument);
  if (status.isFile()) {
    files.push_back(argument);
    return {};
  }
  if (status.isDirectory()) {
    std::vector<std::string> found = bundlesIn(argument);
    if (found.empty())
      return fail({"the folder has no packs to install",
                   {{"folder", argument}, {"looked for", fmt::format("*{}", ending)}},
                   "linkshim help sysroot"});
    files.insert(files.end(), found.begin(), found.end());
    return {};
  }
  if (std::string file = fileFor(argument); !file.empty()) {
    files.push_back(file);
    return {};
  }
  const Target *target = findTarget(argument);
  if (target && isInstalled(*target)) {
    already += fmt::format("{} is installed\n", target->triple);
    return {};
  }
  if (argument.find('/') != std::string::npos || argument.ends_with(ending))
    return fail({"there is no such file or folder", {{"named", argument}}, "linkshim help sysroot"});
  return fail(notFound(argument, target));
}

Failure Installation::notFound(const std::string &name, const Target *target) const {
  Failure failure{target ? fmt::format("no file with packs for {} was found", target->triple)
                         : fmt::format("{} is no file, no folder, and no target that linkshim knows", name),
                  {},
                  target ? howToInstall(*target, share, call.files) : "linkshim targets"};
  if (failure.action.starts_with("linkshim")) // it is what was called
    failure.action =
        fmt::format("export {}=a folder with linkshim-{}-*{}", packsVariable, LINKSHIM_VERSION, ending);
  for (const std::string &folder : searched())
    failure.facts.emplace_back("looked in", folder);
  return failure;
}

/// Where a SHA256SUMS beside the file names it, its bytes must be as that says.
Result<void> Installation::checkSum(const std::string &file) const {
  std::string sums = joinPath(parentPath(file), "SHA256SUMS");
  std::string text = call.files.read(sums).value_or("");
  size_t at = text.find(fmt::format("  {}\n", baseName(file)));
  if (at == std::string::npos) return {};
  size_t begin = text.rfind('\n', at) + 1;
  std::string bytes = call.files.read(file).value_or("");
  std::string digest =
      llvm::toHex(llvm::SHA256::hash({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}),
                  /*LowerCase=*/true);
  if (text.substr(begin, at - begin) == digest) return {};
  return fail({"the packs cannot be installed",
               {{"file", file}, {"reason", fmt::format("{} names another checksum", sums)}},
               fmt::format("sha256sum {}", shellWord(file))});
}

Result<Bundle> Installation::read(const std::string &file) const {
  std::expected<Pieces, std::string> pieces = readBundle(file, LINKSHIM_VERSION, call.files);
  std::string reason = pieces ? "" : std::move(pieces.error());
  if (pieces)
    for (const Piece &piece : *pieces)
      if (!piece.name.starts_with("sysroots/") && !piece.name.starts_with("parts/"))
        reason = fmt::format("it has a file {}, which is no pack", piece.name);
  if (!reason.empty())
    return fail(
        {"the packs cannot be installed",
         {{"file", file}, {"reason", std::move(reason)}, {"needs", "packs for linkshim " LINKSHIM_VERSION}},
         "linkshim --version"});
  return Bundle{file, nameOf(file), std::move(*pieces)};
}

SystemResult<void> Installation::fill(const std::string &folder, const Bundle &bundle) const {
  std::set<std::string> parents;
  for (const Piece &piece : bundle.pieces) {
    std::string path = joinPath(folder, piece.name), parent = parentPath(path);
    SystemResult<void> done;
    if (parents.insert(parent).second) done = call.files.makeDirectories(parent, folderMode);
    if (done) done = call.files.writeFile(path, piece.bytes);
    if (!done) return done;
  }
  return {};
}

/// Makes the folder beside its place, and moves it there; one that was there goes.
SystemResult<void> Installation::putBelow(const std::string &packs, const Bundle &bundle) const {
  if (SystemResult<void> made = call.files.makeDirectories(packs, folderMode); !made) return made;
  SystemResult<std::string> work = call.files.makeUniqueDirectory(packs);
  if (!work) return std::unexpected(work.error());
  std::string fresh = joinPath(*work, "new"), old = joinPath(*work, "old"),
              place = joinPath(packs, bundle.name);
  SystemResult<void> done = call.files.makeDirectories(fresh, folderMode);
  if (done) done = fill(fresh, bundle);
  bool there = call.files.status(place).isDirectory();
  if (done && there) done = call.files.rename(place, old);
  if (done) {
    done = call.files.rename(fresh, place);
    if (!done && there)
      static_cast<void>(call.files.rename(old, place)); // the first reason is the one to tell
  }
  call.files.removeAll(*work);
  return done;
}

/// The folder into which it was put.
Result<std::string> Installation::put(const Bundle &bundle) const {
  Failure failure{"the packs could not be installed",
                  {{"file", bundle.file}},
                  "export XDG_DATA_HOME=a folder that you may write"};
  for (const std::string &packs : {share.empty() ? share : sharedPacks(share), userPacks(call.environment)}) {
    if (packs.empty()) continue;
    SystemResult<void> done = putBelow(packs, bundle);
    if (done) return joinPath(packs, bundle.name);
    failure.facts.emplace_back(packs, done.error());
  }
  return fail(std::move(failure));
}

Result<CommandResult> Installation::run() {
  std::vector<Bundle> bundles;
  std::set<std::string> seen;
  for (const std::string &file : files) {
    if (!seen.insert(file).second) continue;
    if (Result<void> good = checkSum(file); !good) return failed(good);
    Result<Bundle> bundle = read(file);
    if (!bundle) return failed(bundle);
    bundles.push_back(std::move(*bundle));
  }
  HeldSignals signals; // so that none leaves half of a folder
  std::string output = already;
  for (const Bundle &bundle : bundles) {
    Result<std::string> place = put(bundle);
    if (!place) return failed(place);
    output += *place + "\n";
    for (const Piece &piece : bundle.pieces)
      output += fmt::format("  {}\n", piece.name);
  }
  return CommandResult{std::move(output)};
}

} // namespace

Result<CommandResult> sysrootInstall(const CommandCall &call, const CommandArgs &args) {
  if (args.rest.size() < 2)
    return fail({"linkshim sysroot install needs files with packs, a folder of them, or targets",
                 {},
                 "linkshim help sysroot"});
  Installation installation(call);
  for (size_t i = 1; i < args.rest.size(); ++i)
    if (Result<void> found = installation.find(args.rest[i]); !found) return failed(found);
  return installation.run();
}

} // namespace linkshim
