#include "shim/link/coff/Manifest.h"
#include "sysroots/coff/ResourceFile.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <charconv>
#include <fmt/ranges.h>
#include <iterator>
#include <optional>

namespace linkshim {
namespace {

constexpr uint16_t ofProgram = 1, ofDll = 2;

/// What the options of a call say of its manifest.
struct ManifestOptions {
  bool embeds = false;
  uint16_t number = ofProgram;
  /// The attributes of requestedExecutionLevel, with their quotation marks; nullopt where there is to be
  /// none.
  std::optional<std::pair<std::string, std::string>> level = {{"'asInvoker'", "'false'"}};
  std::vector<std::string> dependencies;
};

/// /manifest:embed,id=3
void readManifest(llvm::StringRef value, ManifestOptions &options) {
  options.embeds = value.starts_with_insensitive("embed");
  size_t at = value.find_insensitive("id=");
  unsigned number = 0;
  if (at != llvm::StringRef::npos && !value.substr(at + 3).getAsInteger(0, number))
    options.number = static_cast<uint16_t>(number);
}

/// /manifestuac:no, /manifestuac:level='asInvoker' uiAccess='false'
void readAccess(llvm::StringRef value, ManifestOptions &options) {
  if (value.equals_insensitive("no")) return options.level.reset();
  if (!options.level) options.level = {{"'asInvoker'", "'false'"}};
  for (llvm::StringRef rest = value.trim("\" "); !rest.empty(); rest = rest.ltrim()) {
    auto [word, more] = rest.split(' ');
    if (word.consume_front_insensitive("level=")) options.level->first = word;
    if (word.consume_front_insensitive("uiaccess=")) options.level->second = word;
    rest = more;
  }
}

ManifestOptions readOptions(const Arguments &arguments) {
  ManifestOptions options;
  if (arguments.has(OPT_dll)) options.number = ofDll;
  for (const Argument &argument : arguments.all()) {
    if (argument.is(OPT_msvcf_manifest)) options.embeds = false;
    if (argument.is(OPT_msvc_manifest)) readManifest(argument.value(), options);
    if (argument.is(OPT_msvc_manifestuac)) readAccess(argument.value(), options);
    if (argument.is(OPT_msvc_manifestdependency)) options.dependencies.emplace_back(argument.value());
  }
  return options;
}

std::string unquoted(std::string_view attribute) {
  return llvm::StringRef(attribute).trim("'\"").str();
}

/// The value of an attribute behind `at`; empty when there is none.
std::string attributeBehind(llvm::StringRef text, size_t at, llvm::StringRef name) {
  llvm::StringRef element = text.substr(at, text.find('>', at) - at);
  size_t found = element.find(name);
  if (found == llvm::StringRef::npos) return {};
  llvm::StringRef value = element.substr(found + name.size()).ltrim(" \t\r\n=");
  return value.empty() ? std::string() : value.substr(1, value.find(value.front(), 1) - 1).str();
}

/// What the options add to a manifest; the elements name their own namespaces, so that they fit into any.
Result<std::string> elements(const ManifestOptions &options, const std::string &path, llvm::StringRef text) {
  std::string more;
  size_t own = text.find("requestedExecutionLevel");
  if (options.level && own != llvm::StringRef::npos) {
    std::string wanted = attributeBehind(text, own, "level"), given = unquoted(options.level->first);
    if (wanted != given)
      return fail({"a manifest asks for another execution level than the link",
                   {{"file", path},
                    {"it asks for", wanted},
                    {"the link", fmt::format("{}, unless told otherwise", given)}},
                   "/MANIFESTUAC:NO"});
  } else if (options.level) {
    more += fmt::format(
        "<trustInfo xmlns=\"urn:schemas-microsoft-com:asm.v3\"><security><requestedPrivileges>"
        "<requestedExecutionLevel level={} uiAccess={}/></requestedPrivileges></security></trustInfo>\n",
        options.level->first, options.level->second);
  }
  for (const std::string &dependency : options.dependencies)
    more += fmt::format("<dependency xmlns=\"urn:schemas-microsoft-com:asm.v1\"><dependentAssembly>"
                        "<assemblyIdentity {}/></dependentAssembly></dependency>\n",
                        dependency);
  return more;
}

/// The manifest with what the options add to it, before its last tag.
Result<std::string> wholeManifest(const ManifestOptions &options, const std::string &path, std::string text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (text.starts_with(mark)) text.erase(0, mark.size());
  size_t end = text.rfind("</");
  if (end == std::string::npos || text.find('<') == end)
    return fail({"a manifest is no XML of an assembly in UTF-8",
                 {{"file", path}},
                 fmt::format("head -c 200 {}", path)});
  Result<std::string> more = elements(options, path, text);
  if (!more) return more;
  return text.insert(end, *more);
}

bool isOfManifest(const LinkLine::Item &item) {
  constexpr OptionId options[] = {OPT_msvc_manifest, OPT_msvcf_manifest, OPT_msvc_manifestinput,
                                  OPT_msvc_manifestuac, OPT_msvc_manifestdependency};
  return item.option && item.fate != Note::Fate::dropped &&
         std::any_of(std::begin(options), std::end(options),
                     [&](OptionId option) { return item.option->getOption().matches(option); });
}

} // namespace

Result<void> embedManifest(const LinkRequest &request, const Provider &linker, LinkLine &line,
                           std::vector<PieceFolder> &pieces) {
  std::vector<std::string> inputs = request.arguments().values(OPT_msvc_manifestinput);
  ManifestOptions options = readOptions(request.arguments());
  if (inputs.empty() || !options.embeds) return {};
  if (inputs.size() > 1) {
    if (linker.kind != ProviderKind::rustLld) return {};
    return fail({"the lld of the Rust toolchain does not merge manifests",
                 {{"/manifestinput", fmt::format("{}", fmt::join(inputs, ", "))}},
                 fmt::format("llvm-mt /manifest {} /out:merged.manifest, and name that file alone",
                             fmt::join(inputs, " "))});
  }
  SystemResult<std::string> text = request.context.files.read(inputs.front());
  if (!text)
    return fail({"a manifest cannot be read",
                 {{"file", inputs.front()}, {"reason", text.error()}},
                 fmt::format("ls -l {}", inputs.front())});
  Result<std::string> whole = wholeManifest(options, inputs.front(), std::move(*text));
  if (!whole) return failed(whole);
  PieceFolder folder;
  folder.kind = PieceFolder::Kind::given;
  folder.abi = "a manifest";
  folder.bytes = coff::writeManifestResource(*whole, options.number);
  uint64_t digest = llvm::xxh3_64bits(llvm::StringRef(folder.bytes));
  folder.path = joinPath(request.context.places.cache, fmt::format("manifest-{:016x}", digest));
  for (size_t i = 0; i < line.items().size(); ++i) {
    if (!isOfManifest(line.items()[i])) continue;
    if (line.items()[i].option->getOption().matches(OPT_msvc_manifestinput))
      line.retranslate(i, joinPath(folder.path, "manifest.res"), "a resource needs no mt.exe");
    else
      line.redrop(i, "said in the resource");
  }
  pieces.push_back(std::move(folder));
  return {};
}

} // namespace linkshim
