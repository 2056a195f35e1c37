#include "shim/commands/cargo/RustToolchain.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/Invocation.h"
#include "shim/call/Specification.h"
#include "shim/commands/text/Toml.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

std::string rustupHome(const Environment &environment) {
  if (auto home = environment.value("RUSTUP_HOME"); !home.empty()) return std::string(home);
  std::string_view home = environment.value("HOME");
  return home.empty() ? std::string() : joinPath(home, ".rustup");
}

/// True for rustup's stand-in for rustc: a link to rustup, or a copy of it.
bool isRustupProxy(const std::string &rustc, const FileReader &files) {
  if (auto real = files.realPath(rustc); real && baseName(*real) == "rustup") return true;
  FileStatus rustup = files.status(joinPath(parentPath(rustc), "rustup")), own = files.status(rustc);
  return rustup.isFile() && (rustup.sameFile(own) || rustup.size == own.size);
}

std::string textAt(const std::vector<TomlValue> &values, const std::vector<std::string> &path) {
  for (const TomlValue &value : values)
    if (value.path == path) return value.text;
  return {};
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// What `rust-toolchain` or `rust-toolchain.toml` in a folder asks for: TOML, or in the older form the bare
/// name.
std::string toolchainFile(const std::string &folder, const FileReader &files) {
  for (const char *name : {"rust-toolchain", "rust-toolchain.toml"}) {
    SystemResult<std::string> text = files.read(joinPath(folder, name));
    if (!text) continue;
    std::optional<std::vector<TomlValue>> values = readToml(*text);
    if (!values) return trimmed(*text);
    if (std::string path = textAt(*values, {"toolchain", "path"}); !path.empty())
      return path.starts_with('/') ? path : joinPath(folder, path);
    return textAt(*values, {"toolchain", "channel"});
  }
  return {};
}

/// The name of the toolchain that rustup uses in a folder.
std::string rustupChoice(const std::string &folder, const std::vector<TomlValue> &settings,
                         const Environment &environment, const FileReader &files) {
  if (auto named = environment.value("RUSTUP_TOOLCHAIN"); !named.empty()) return std::string(named);
  for (std::string at = folder;; at = parentPath(at)) {
    if (std::string name = textAt(settings, {"overrides", at}); !name.empty()) return name;
    if (std::string name = toolchainFile(at, files); !name.empty()) return name;
    if (at == "/" || at == ".") break;
  }
  return textAt(settings, {"default_toolchain"});
}

/// A toolchain's folder by its full name, or without the host's triple as in `nightly`.
std::string toolchainFolder(const std::string &name, const std::string &home, const FileReader &files) {
  if (name.empty()) return {};
  if (name.starts_with('/')) return name;
  const Target *host = hostTarget(files);
  std::vector<std::string> names{name};
  if (host) names.push_back(fmt::format("{}-{}", name, host->triple));
  for (const std::string &candidate : names)
    if (std::string path = fmt::format("{}/toolchains/{}", home, candidate); files.status(path).isDirectory())
      return path;
  return {};
}

void useRustup(RustToolchain &toolchain, const std::string &folder, const Environment &environment,
               const FileReader &files) {
  std::string home = rustupHome(environment);
  std::vector<TomlValue> settings =
      readToml(files.read(joinPath(home, "settings.toml")).value_or("")).value_or(std::vector<TomlValue>());
  std::string name = rustupChoice(folder, settings, environment, files);
  toolchain.sysroot = toolchainFolder(name, home, files);
  toolchain.name = name;
  // A name from a toolchain file or an override holds for `rustup target add` in this folder as well.
  bool forced = !environment.value("RUSTUP_TOOLCHAIN").empty();
  toolchain.isDefault =
      !forced || toolchainFolder(textAt(settings, {"default_toolchain"}), home, files) == toolchain.sysroot;
}

bool holdsRustlib(const std::string &sysroot, const FileReader &files) {
  return files.status(joinPath(sysroot, "lib/rustlib")).isDirectory();
}

} // namespace

RustToolchain findRustToolchain(const std::string &folder, const Environment &environment,
                                const FileReader &files, const ProviderSearch &search, const Question &ask) {
  RustToolchain toolchain;
  std::string named(environment.value("RUSTC"));
  if (named.empty()) named = "rustc";
  toolchain.rustc = named.find('/') == std::string::npos ? search.findProgram(named).value_or("") : named;
  if (toolchain.rustc.empty()) return toolchain;
  if (isRustupProxy(toolchain.rustc, files)) {
    useRustup(toolchain, folder, environment, files);
  } else if (auto real = files.realPath(toolchain.rustc)) {
    toolchain.sysroot = parentPath(parentPath(*real));
  }
  if (!toolchain.sysroot.empty() && holdsRustlib(toolchain.sysroot, files)) return toolchain;
  toolchain.sysroot.clear();
  if (ask)
    if (auto answer = ask(toolchain.rustc, {"--print", "sysroot"})) toolchain.sysroot = trimmed(*answer);
  return toolchain;
}

bool hasStd(const std::string &sysroot, std::string_view triple, const FileReader &files) {
  std::vector<std::string> names = files.list(fmt::format("{}/lib/rustlib/{}/lib", sysroot, triple));
  return std::any_of(names.begin(), names.end(), [](const std::string &name) {
    return name.starts_with("libcore-") && name.ends_with(".rlib");
  });
}

std::string releasesOf(const Target &target) {
  std::string_view oldest = findTarget("x86_64-unknown-linux-gnu")->rustFirst;
  bool all = target.rustFirst == oldest || target.rustFirst.empty();
  std::string text = all ? "" : fmt::format("from {}", target.rustFirst);
  if (!target.rustLast.empty()) text += fmt::format("{}to {}", text.empty() ? "" : " ", target.rustLast);
  return text;
}

Failure missingStd(const RustToolchain &toolchain, const Target &target) {
  std::string_view triple = target.triple, file = specificationFile(target);
  Failure failure{fmt::format("Rust's standard library for {} is not installed", triple), {}, {}};
  failure.facts.emplace_back("toolchain", toolchain.name.empty() ? toolchain.sysroot : toolchain.name);
  if (std::string releases = releasesOf(target); !releases.empty())
    failure.facts.emplace_back("rustc that has it", releases);
  if (!file.empty() && !isOfRustc(target)) {
    failure.facts.emplace_back("specification", file);
    failure.action =
        fmt::format("cargo +nightly linkshim build -Zbuild-std -Zjson-target-spec --target {}", file);
    return failure;
  }
  if (toolchain.name.empty()) {
    failure.action = fmt::format("cargo linkshim build -Zbuild-std --target {}", triple);
    return failure;
  }
  std::string withoutIt = fmt::format("cargo +nightly linkshim build -Zbuild-std --target {}", triple);
  if (target.rustupFirst.empty() && file.empty()) { // rustup has none
    failure.action = std::move(withoutIt);
    return failure;
  }
  failure.facts.emplace_back("without it", std::move(withoutIt));
  failure.action = fmt::format("rustup target add {}", triple);
  if (!toolchain.isDefault) failure.action += fmt::format(" --toolchain {}", toolchain.name);
  return failure;
}

std::string findCargo(const CommandCall &call, const ProviderSearch &search) {
  std::string named(call.environment.value("CARGO"));
  bool usable = call.files.status(named).executable && call.files.realPath(named) != call.self;
  return usable ? named : search.findProgram("cargo").value_or("");
}

Failure cargoNotFound(const Environment &environment) {
  return {"cargo was not found",
          {{"PATH", std::string(environment.value("PATH"))}},
          "export CARGO=/path/to/cargo"};
}

} // namespace linkshim
