#include "shim/commands/init/Template.h"
#include "shim/commands/start/Runner.h"
#include <algorithm>
#include <fmt/format.h>

// Made by the build from shim/templates.
extern "C" {
struct EmbeddedFile {
  const char *name;
  const unsigned char *bytes;
  unsigned long size;
};
extern const EmbeddedFile linkshim_templates_files[];
}

namespace linkshim {
namespace {

constexpr std::string_view nameToken = "my-app", targetToken = "x86_64-unknown-linux-musl";
constexpr std::string_view beginMark = "# begin: each ", endMark = "# end: each ";

std::string spelled(const TargetSpec &spec) {
  return std::string(spec.target->triple) + (spec.floor ? "." + spec.floor->str() : "");
}

std::string verifyOptions(const TargetSpec &spec) {
  if (spec.target->crtStatic && spec.target->format == ObjectFormat::elf) return "--static";
  if (spec.target->system == "windows")
    return "--require no-runtime-dlls"; // all others are a part of Windows
  return spec.floor ? "--max-glibc " + spec.floor->str() : "";
}

/// True for programs that run on GitHub's runners and most machines that build.
bool runsOnBuilder(const Target &target) {
  const Target *builder = findTarget("x86_64-unknown-linux-gnu");
  return builder && modeOnHost(target, *builder) != RunMode::unknown;
}

/// The emulator, and the libraries that dynamic programs find in /usr/<GNU spelling>.
std::string emulatorPackages(const TargetSpec &spec) {
  const Target &target = *spec.target;
  if (runsOnBuilder(target) || isRunnerPackageForeign(target)) return {};
  std::string package = runnerPackage(target);
  if (package.empty() || !target.debianCrossLibraries) return package;
  return fmt::format("{} libgcc-s1-{}-cross", package, target.debian);
}

std::string testOptions(const TargetSpec &spec) {
  return runsOnBuilder(*spec.target) || !emulatorPackages(spec).empty() ? "" : "--no-run";
}

struct Field {
  std::string_view key;
  std::string (*value)(const TargetSpec &spec);
};
constexpr Field fields[] = {
    {"verify: ", verifyOptions}, {"emulator: ", emulatorPackages}, {"test: ", testOptions}};

void replaceAll(std::string &text, std::string_view token, std::string_view value) {
  for (size_t at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size()))
    text.replace(at, token.size(), value);
}

std::string_view trimmedLine(std::string_view line) {
  size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r\n") - first + 1);
}

std::string forTarget(std::string_view line, const TargetSpec &spec) {
  std::string_view text = trimmedLine(line);
  for (const Field &field : fields)
    if (text.starts_with(field.key)) {
      std::string value = field.value(spec);
      std::string_view indent = line.substr(0, line.find(text));
      return fmt::format("{}{}{}\n", indent, field.key, value.empty() ? "\"\"" : value);
    }
  std::string out(line);
  replaceAll(out, targetToken, spelled(spec));
  return out;
}

void repeat(const std::vector<std::string_view> &lines, std::string_view kind, const TemplateValues &values,
            std::string &out) {
  if (kind == "target")
    for (const TargetSpec &spec : values.targets)
      for (std::string_view line : lines)
        out += forTarget(line, spec);
  else
    for (const std::string &binary : values.binaries)
      for (std::string_view line : lines) {
        std::string text(line);
        replaceAll(text, nameToken, binary);
        out += text;
      }
}

} // namespace

std::string fillTemplate(std::string_view text, const TemplateValues &values) {
  std::string out;
  std::vector<std::string_view> block;
  std::string_view kind; // of the block that the line is in
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string_view line = text.substr(at, end - at), mark = trimmedLine(line);
    at = end;
    if (mark.starts_with(beginMark)) {
      kind = mark.substr(beginMark.size());
    } else if (mark.starts_with(endMark)) {
      repeat(block, kind, values, out);
      block.clear();
      kind = {};
    } else if (!kind.empty()) {
      block.push_back(line);
    } else {
      std::string own(line);
      replaceAll(own, nameToken, values.binary);
      out += own;
    }
  }
  return out;
}

std::optional<std::string_view> findTemplate(std::string_view name) {
  for (const EmbeddedFile *file = linkshim_templates_files; file->name; ++file)
    if (name == file->name) return std::string_view(reinterpret_cast<const char *>(file->bytes), file->size);
  return std::nullopt;
}

std::vector<std::string_view> templateNames() {
  std::vector<std::string_view> names;
  for (const EmbeddedFile *file = linkshim_templates_files; file->name; ++file)
    names.emplace_back(file->name);
  return names;
}

std::string serviceName(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter || (!out.empty() && out.back() != '-')) out += letter ? c : '-';
  }
  while (out.ends_with('-'))
    out.pop_back();
  return out;
}

} // namespace linkshim
