#include "shim/commands/cargo/Universal.h"
#include "shim/objects/MachO.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

constexpr std::string_view parts[] = {"x86_64-apple-darwin", "aarch64-apple-darwin"};

/// What cargo leaves beside the files that are meant for use.
constexpr std::string_view foreignEndings[] = {".rlib", ".rmeta", ".d"};

/// The value of an option, `--name value` or `--name=value`; empty when it is not there.
std::string valueOf(std::string_view name, const std::vector<std::string> &args) {
  for (size_t i = 0; i < args.size() && args[i] != "--"; ++i) {
    std::string_view arg = args[i];
    if (arg == name && i + 1 < args.size()) return args[i + 1];
    if (arg.size() > name.size() && arg.starts_with(name) && arg[name.size()] == '=')
      return std::string(arg.substr(name.size() + 1));
  }
  return {};
}

bool mergeFile(const std::string &first, const std::string &second, const std::string &out, FileSystem &files,
               Failure &failure) {
  std::string a = files.read(first).value_or(""), b = files.read(second).value_or("");
  std::vector<MachOSlice> slices = readMachO(a), others = readMachO(b);
  if (slices.size() != 1 || others.size() != 1) return true;
  slices.push_back(others.front());
  std::string error;
  constexpr uint32_t folderMode = 0777;
  Result<std::string> bytes = writeUniversal(std::move(slices));
  if (!bytes) {
    failure = std::move(bytes.error());
    return false;
  }
  bool done = succeeded(files.makeDirectories(parentPath(out), folderMode), error) &&
              succeeded(files.writeFile(out, *bytes), error) &&
              (!files.status(first).executable || succeeded(files.makeExecutable(out), error));
  if (!done)
    failure = {"a universal file cannot be written",
               {{"file", out}, {"reason", error}},
               fmt::format("ls -ld {}", parentPath(out))};
  return done;
}

} // namespace

bool expandUniversal(std::vector<std::string> &args) {
  bool found = false;
  std::vector<std::string> all;
  bool plain = false; // after --
  for (size_t i = 0; i < args.size(); ++i) {
    plain |= args[i] == "--";
    bool separate = args[i] == "--target" && i + 1 < args.size() && args[i + 1] == universalTarget;
    if (plain || (!separate && args[i] != fmt::format("--target={}", universalTarget))) {
      all.push_back(args[i]);
      continue;
    }
    found = true;
    i += separate;
    for (std::string_view part : parts)
      all.push_back(fmt::format("--target={}", part));
  }
  args = std::move(all);
  return found;
}

std::string profileFolder(const std::vector<std::string> &args) {
  std::string profile = valueOf("--profile", args);
  auto end = std::find(args.begin(), args.end(), "--");
  bool release =
      std::find(args.begin(), end, "--release") != end || std::find(args.begin(), end, "-r") != end;
  if (release || profile == "bench") return "release";
  return profile.empty() || profile == "dev" || profile == "test" ? "debug" : profile;
}

std::string cargoTargetFolder(const std::string &cargo, const std::vector<std::string> &args,
                              const CommandCall &call) {
  if (std::string named = valueOf("--target-dir", args); !named.empty())
    return named.starts_with('/') ? named : joinPath(call.files.currentDirectory(), named);
  if (!call.ask) return {};
  std::vector<std::string> question{"metadata", "--format-version=1", "--no-deps"};
  for (const char *name : {"--manifest-path", "--config", "-C"})
    if (std::string value = valueOf(name, args); !value.empty()) {
      question.emplace_back(name);
      question.push_back(value);
    }
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(call.ask(cargo, question).value_or(""));
  if (!json) {
    llvm::consumeError(json.takeError());
    return {};
  }
  const llvm::json::Object *object = json->getAsObject();
  auto folder = object ? object->getString("target_directory") : std::nullopt;
  return folder ? folder->str() : std::string();
}

bool mergeUniversal(const std::string &targetFolder, const std::string &profile, FileSystem &files,
                    Failure &failure) {
  auto folderOf = [&](std::string_view target, std::string_view below) {
    return fmt::format("{}/{}/{}{}", targetFolder, target, profile, below);
  };
  for (std::string_view below : {"", "/examples"}) {
    std::string first = folderOf(parts[0], below), second = folderOf(parts[1], below);
    for (const std::string &name : files.list(first)) {
      bool foreign = std::any_of(std::begin(foreignEndings), std::end(foreignEndings),
                                 [&](std::string_view ending) { return name.ends_with(ending); });
      std::string a = joinPath(first, name), b = joinPath(second, name);
      if (foreign || !files.status(a).isFile() || !files.status(b).isFile()) continue;
      if (!mergeFile(a, b, joinPath(folderOf(universalTarget, below), name), files, failure)) return false;
    }
  }
  return true;
}

} // namespace linkshim
