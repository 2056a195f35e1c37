// Real linker lines of rustc (test/golden/captures) and what becomes of each (test/golden/plans). After a
// change that is meant, `LINKSHIM_UPDATE_GOLDEN=1 linkshim_unit --gtest_filter='Golden*'` writes the plans
// anew; read the difference.
#include "../unit/FakeFileSystem.h"
#include "shim/call/Invocation.h"
#include "shim/run/Planner.h"
#include "shim/system/PosixFileSystem.h"
#include "test/unit/Results.h"
#include <cstdlib>
#include <gmock/gmock.h>
#include <map>

namespace linkshim {
namespace {

const std::string folder = LINKSHIM_SOURCE_DIR "/test/golden/";

/// One recorded call of a linker.
struct Capture {
  std::string target; ///< from the head line, for bare tool names
  std::string name;   ///< argv[0]
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> files; ///< that the arguments name, with what was in them
};

std::vector<std::string> linesOf(const std::string &text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string unescape(const std::string &line) {
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size())
      out += line[++i] == 'n' ? '\n' : line[i];
    else
      out += line[i];
  }
  return out;
}

std::string escape(const std::string &text) {
  std::string out;
  for (char c : text)
    out += c == '\n' ? std::string("\\n") : c == '\\' ? std::string("\\\\") : std::string(1, c);
  return out;
}

Capture parse(const std::string &text) {
  Capture capture;
  std::string section, file;
  for (const std::string &line : linesOf(text)) {
    if (line.starts_with("[file ") && line.ends_with("]")) {
      section = "[file]";
      file = line.substr(6, line.size() - 7);
      capture.files[file];
    } else if (section == "[file]") {
      capture.files[file] += line + "\n";
    } else if (section.empty() && line.starts_with("# ")) {
      size_t colon = line.find(": "), comma = line.find(',');
      if (capture.target.empty() && colon != std::string::npos && comma != std::string::npos)
        capture.target = line.substr(colon + 2, comma - colon - 2);
    } else if (line == "[name]" || line == "[environment]" || line == "[arguments]") {
      section = line;
    } else if (section == "[name]" && !line.empty()) {
      capture.name = baseName(line);
    } else if (section == "[environment]" && line.find('=') != std::string::npos) {
      capture.environment.emplace_back(line.substr(0, line.find('=')), line.substr(line.find('=') + 1));
    } else if (section == "[arguments]") {
      capture.arguments.push_back(unescape(line));
    }
  }
  return capture;
}

/// The machine that the captures' placeholders stand for, with the packs of musl and of Windows installed.
test::FakeFileSystem machine(const std::string &target) {
  test::FakeFileSystem files;
  files.program("/rust/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld").workIn("/src");
  for (const char *name :
       {"crt1.o", "rcrt1.o", "Scrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtbeginS.o", "crtbeginT.o",
        "crtend.o", "crtendS.o", "libc.a", "libunwind.a", "libgcc.a", "libgcc_eh.a"})
    if (findTarget(target) && findTarget(target)->libc == Libc::musl)
      files.file("/share/sysroots/" + target + "/lib/" + name);
  for (const char *name : {"crt2.o", "crt2u.o", "dllcrt2.o", "libgcc.a", "libunwind.a", "libkernel32.a"})
    if (findTarget(target) && findTarget(target)->startFiles == StartFiles::mingw)
      files.file("/share/sysroots/" + target + "/lib/" + name);
  return files;
}

/// The plan, or the error, as the text of a golden file.
std::string planText(const Capture &capture) {
  test::FakeFileSystem files = machine(capture.target);
  for (const auto &[path, content] : capture.files)
    files.file(path, content);
  Environment environment(capture.environment);
  std::optional<ToolName> tool = parseToolName(capture.name);
  if (!tool) return "error: " + capture.name + " is no tool's name\n";
  if (tool->target.empty()) environment.set("LINKSHIM_TARGET", capture.target);
  Invocation invocation;
  Plan plan;
  Failure failure;
  if (!test::into(readInvocation(*tool, capture.name, capture.arguments, environment, files), invocation,
                  failure) ||
      !test::into(
          makePlan(
              invocation,
              {environment, files, {"/cache", "/share", test::packOf(*invocation.target)}, "/opt/linkshim"}),
          plan, failure))
    return escape(failure.text()) + "\n";
  std::string text = "program " + plan.program + "\n";
  for (const EnvironmentChange &change : plan.environment)
    text += "environment " + change.name + (change.value ? "=" + *change.value : " removed") + "\n";
  for (std::string arg : plan.args) {
    for (const PieceFolder &piece : plan.pieces)
      if (size_t at = arg.find(piece.path);
          at != std::string::npos) // less the digest, which is of the generator
        arg.replace(at, piece.path.size(), piece.path.substr(0, piece.path.rfind('-')));
    text += escape(arg) + "\n";
  }
  return text;
}

TEST(Golden, EveryCaptureHasItsPlan) {
  FileSystem &disk = realFileSystem();
  bool update = std::getenv("LINKSHIM_UPDATE_GOLDEN") != nullptr;
  std::vector<std::string> names = disk.list(folder + "captures");
  ASSERT_GE(names.size(), 30u);
  for (const std::string &name : names) {
    std::string text = planText(parse(disk.read(folder + "captures/" + name).value()));
    if (update) ASSERT_TRUE(disk.writeFile(folder + "plans/" + name, text));
    EXPECT_EQ(linesOf(disk.read(folder + "plans/" + name).value_or("no such plan")), linesOf(text)) << name;
  }
}

TEST(Golden, NoPlanWithoutACapture) {
  FileSystem &disk = realFileSystem();
  EXPECT_EQ(disk.list(folder + "plans"), disk.list(folder + "captures"));
}

} // namespace
} // namespace linkshim
