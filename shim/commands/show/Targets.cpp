#include "shim/call/DefaultTarget.h"
#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/text/Quote.h"
#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace linkshim {

const std::string_view targetsUsage = R"(linkshim targets [--json | --default]

Lists all Rust targets: the GNU spelling, the C library, the glibc that is the oldest one to run on unless told
otherwise, lld's flavour, the program that runs its executables elsewhere, and what you have to bring. A star marks the
targets that are linked.

  --json      an array with every column of the table
  --default   one name alone: rustc's triple of what cc, ld and the like make here, by LINKSHIM_TARGET or TARGETPLATFORM
)";

namespace {

/// A column as JSON.
struct Field {
  std::string_view name;
  std::string (*value)(const Target &target);
};

std::string boolean(bool value) {
  return value ? "true" : "false";
}

std::string_view toString(Dialect dialect) {
  switch (dialect) {
  case Dialect::gnuCc: return "gnu-cc";
  case Dialect::gnuLd: return "gnu-ld";
  case Dialect::darwinCc: return "darwin-cc";
  case Dialect::link: return "link";
  case Dialect::wasmLd: return "wasm-ld";
  case Dialect::emCc: return "em-cc";
  case Dialect::foreign: return "foreign";
  }
  return {};
}

std::string_view toString(StartFiles files) {
  switch (files) {
  case StartFiles::none: return "none";
  case StartFiles::glibc: return "glibc";
  case StartFiles::musl: return "musl";
  case StartFiles::mingw: return "mingw";
  case StartFiles::user: return "user";
  }
  return {};
}

/// Whose work a link is. wasm-component-ld calls lld, and comes with Rust.
std::string_view linkerOf(const Target &target) {
  if (!target.unlinked.empty()) return {};
  if (target.lldFlavor.empty() || target.dialect == Dialect::emCc) return target.otherLinker;
  return target.lld ? "rust-lld" : "GNU ld";
}

constexpr Field fields[] = {
    {"triple", [](const Target &t) { return jsonString(t.triple); }},
    {"llvm", [](const Target &t) { return jsonString(t.llvm); }},
    {"gnu", [](const Target &t) { return jsonString(t.gnu); }},
    {"preferredGnu", [](const Target &t) { return boolean(t.preferredGnu); }},
    {"arch", [](const Target &t) { return jsonString(t.arch); }},
    {"system", [](const Target &t) { return jsonString(t.system); }},
    {"environment", [](const Target &t) { return jsonString(t.environment); }},
    {"abi", [](const Target &t) { return jsonString(t.abi); }},
    {"libc", [](const Target &t) { return jsonString(toString(t.libc)); }},
    {"endian", [](const Target &t) { return jsonString(t.endian == Endian::big ? "big" : "little"); }},
    {"pointerBits", [](const Target &t) { return std::to_string(t.pointerBits); }},
    {"format", [](const Target &t) { return jsonString(toString(t.format)); }},
    {"dialect", [](const Target &t) { return jsonString(toString(t.dialect)); }},
    {"rustFlavor", [](const Target &t) { return jsonString(t.rustFlavor); }},
    {"lldFlavor", [](const Target &t) { return jsonString(t.lldFlavor); }},
    {"lld", [](const Target &t) { return boolean(t.lld); }},
    {"emulation", [](const Target &t) { return jsonString(t.emulation); }},
    {"machine", [](const Target &t) { return std::to_string(t.machine); }},
    {"interpreter", [](const Target &t) { return jsonString(t.interpreter); }},
    {"entry", [](const Target &t) { return jsonString(t.entry); }},
    {"startFiles", [](const Target &t) { return jsonString(toString(t.startFiles)); }},
    {"glibcAbi", [](const Target &t) { return jsonString(t.glibcAbi); }},
    {"glibcFirst", [](const Target &t) { return jsonString(t.glibcFirst); }},
    {"muslArch", [](const Target &t) { return jsonString(t.muslArch); }},
    {"linuxArch", [](const Target &t) { return jsonString(t.linuxArch); }},
    {"crtStatic", [](const Target &t) { return boolean(t.crtStatic); }},
    {"pie", [](const Target &t) { return boolean(t.pie); }},
    {"staticPie", [](const Target &t) { return boolean(t.staticPie); }},
    {"linkFlags", [](const Target &t) { return jsonString(t.linkFlags); }},
    {"clangFlags", [](const Target &t) { return jsonString(t.clangFlags); }},
    {"cmakeSystem", [](const Target &t) { return jsonString(t.cmakeSystem); }},
    {"cmakeProcessor", [](const Target &t) { return jsonString(t.cmakeProcessor); }},
    {"mesonFamily", [](const Target &t) { return jsonString(t.mesonFamily); }},
    {"goSystem", [](const Target &t) { return jsonString(t.goSystem); }},
    {"goArch", [](const Target &t) { return jsonString(t.goArch); }},
    {"goVariant", [](const Target &t) { return jsonString(t.goVariant); }},
    {"platform", [](const Target &t) { return jsonString(t.platform); }},
    {"osFloor", [](const Target &t) { return jsonString(t.osFloor); }},
    {"runner", [](const Target &t) { return jsonString(t.runner); }},
    {"debian", [](const Target &t) { return jsonString(t.debian); }},
    {"needs", [](const Target &t) { return jsonString(t.needs); }},
    {"needsText", [](const Target &t) { return jsonString(t.needsText); }},
    {"needsOthers", [](const Target &t) { return jsonString(t.needsOthers); }},
    {"platformLibraries", [](const Target &t) { return jsonString(t.platformLibraries); }},
    {"platformHeaders", [](const Target &t) { return jsonString(t.platformHeaders); }},
    {"binutils", [](const Target &t) { return jsonString(t.binutils); }},
    {"stubAbi", [](const Target &t) { return jsonString(t.stubAbi); }},
    {"otherLinker", [](const Target &t) { return jsonString(t.otherLinker); }},
    {"linker", [](const Target &t) { return jsonString(linkerOf(t)); }},
    {"unlinked", [](const Target &t) { return jsonString(t.unlinked); }},
};

std::string jsonTable() {
  std::string out = "[";
  for (const Target &target : allTargets()) {
    out += out.size() == 1 ? "\n  {" : ",\n  {";
    for (const Field &field : fields)
      out += fmt::format("{}\"{}\": {}", &field == fields ? "" : ", ", field.name, field.value(target));
    out += "}";
  }
  return out + "\n]\n";
}

using Line = std::array<std::string, 7>;

Line line(const Target &t) {
  std::string name = fmt::format("{}{}", t.triple, t.unlinked.empty() ? " *" : "");
  std::string needs = t.needs.empty() ? "" : fmt::format("{} ({})", t.needs, t.needsText);
  auto orDash = [](std::string_view text) { return std::string(text.empty() ? "-" : text); };
  bool glibc = t.libc == Libc::glibc;
  return {name,
          orDash(t.gnu),
          std::string(toString(t.libc)),
          glibc ? orDash(t.glibcFirst) : "-",
          orDash(t.lldFlavor),
          orDash(t.runner),
          needs};
}

std::string textTable() {
  std::vector<Line> lines{{"target", "GNU spelling", "C library", "floor", "lld", "runner", "you bring"}};
  for (const Target &target : allTargets())
    lines.push_back(line(target));
  std::array<size_t, std::tuple_size_v<Line>> widths{};
  for (const Line &row : lines)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  std::string out;
  for (const Line &row : lines) {
    std::string text;
    for (size_t i = 0; i < row.size(); ++i)
      text += fmt::format("{:{}}  ", row[i], widths[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

} // namespace

bool runTargets(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--json"}, {"--default"}};
  CommandArgs args;
  if (!takeOptions("targets", call.args, options, false, args, failure)) return false;
  if (!args.rest.empty()) {
    failure = {"linkshim targets takes no argument", {{"argument", args.rest.front()}}, "linkshim targets"};
    return false;
  }
  if (args.has("--default")) {
    TargetSpec spec;
    if (!defaultTarget(call.environment, call.files, spec, failure)) return false;
    call.output = fmt::format("{}\n", spec.target->triple);
    return true;
  }
  call.output = args.has("--json") ? jsonTable() : textTable();
  return true;
}

} // namespace linkshim
