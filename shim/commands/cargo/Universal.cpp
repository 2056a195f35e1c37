#include "shim/commands/cargo/Universal.h"
#include "shim/objects/MachO.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// Files that cargo makes for its own use beside those for the user.
constexpr std::string_view cargosEndings[] = {".rlib", ".rmeta", ".d"};

bool isCargosOwn(const std::string &name) {
  return std::ranges::any_of(cargosEndings, [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Writes one file with the contents of both; nothing where they are not Mach-O files of one architecture.
Result<void> mergeFile(const std::string &first, const std::string &second, const std::string &out,
                       FileSystem &files) {
  constexpr uint32_t folderMode = 0777;
  std::string a = files.read(first).value_or(""), b = files.read(second).value_or("");
  std::vector<MachOSlice> slices = readMachO(a), others = readMachO(b);
  if (slices.size() != 1 || others.size() != 1) return {};
  slices.push_back(others.front());
  Result<std::string> bytes = writeUniversal(std::move(slices));
  if (!bytes) return failed(bytes);
  SystemResult<void> done = files.makeDirectories(parentPath(out), folderMode);
  if (done) done = files.writeFile(out, *bytes);
  if (done && files.status(first).executable) done = files.makeExecutable(out);
  if (done) return {};
  return fail({"a universal file cannot be written",
               {{"file", out}, {"reason", done.error()}},
               fmt::format("ls -ld {}", parentPath(out))});
}

} // namespace

std::string profileFolder(const CargoArgs &args) {
  const std::string &profile = args.profile;
  if (args.release || profile == "bench") return "release";
  return profile.empty() || profile == "dev" || profile == "test" ? "debug" : profile;
}

std::string cargoTargetFolder(const std::string &cargo, const CargoArgs &args, const CommandCall &call) {
  if (const std::string &named = args.targetFolder; !named.empty())
    return named.starts_with('/') ? named : joinPath(call.files.currentDirectory(), named);
  if (!call.ask) return {};
  std::vector<std::string> question{"metadata", "--format-version=1", "--no-deps"};
  if (!args.manifest.empty()) question.insert(question.end(), {"--manifest-path", args.manifest});
  for (const std::string &config : args.configs)
    question.insert(question.end(), {"--config", config});
  if (!args.folder.empty()) question.insert(question.end(), {"-C", args.folder});
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(call.ask(cargo, question).value_or(""));
  if (!json) {
    llvm::consumeError(json.takeError());
    return {};
  }
  const llvm::json::Object *object = json->getAsObject();
  auto folder = object ? object->getString("target_directory") : std::nullopt;
  return folder ? folder->str() : std::string();
}

Result<void> mergeUniversal(const std::string &targetFolder, const std::string &profile, FileSystem &files) {
  auto folderOf = [&](std::string_view target, std::string_view below) {
    return fmt::format("{}/{}/{}{}", targetFolder, target, profile, below);
  };
  for (std::string_view below : {"", "/examples"}) {
    std::string first = folderOf(universalParts[0], below), second = folderOf(universalParts[1], below);
    for (const std::string &name : files.list(first)) {
      std::string a = joinPath(first, name), b = joinPath(second, name);
      if (isCargosOwn(name) || !files.status(a).isFile() || !files.status(b).isFile()) continue;
      Result<void> merged = mergeFile(a, b, joinPath(folderOf(universalTarget, below), name), files);
      if (!merged) return merged;
    }
  }
  return {};
}

} // namespace linkshim
