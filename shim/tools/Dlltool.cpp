#include "shim/tools/Dlltool.h"
#include "shim/objects/DefinitionFile.h"
#include "sysroots/coff/ImportLibrary.h"
#include "llvm/BinaryFormat/COFF.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// An option of GNU dlltool, in both of its spellings.
struct Option {
  enum class Kind : uint8_t { definition, library, dll, machine, killAt, plain, ignored };
  std::string_view letter, word;
  bool value;
  Kind kind;
};
constexpr Option options[] = {
    {"-d", "--input-def", true, Option::Kind::definition},
    {"-l", "--output-lib", true, Option::Kind::library},
    {"-D", "--dllname", true, Option::Kind::dll},
    {"-m", "--machine", true, Option::Kind::machine},
    {"-k", "--kill-at", false, Option::Kind::killAt},
    {"", "--no-leading-underscore", false, Option::Kind::plain},
    {"-f", "--as-flags", true, Option::Kind::ignored},
    {"-S", "--as", true, Option::Kind::ignored},
    {"-t", "--temp-prefix", true, Option::Kind::ignored},
    {"-n", "--no-delete", false, Option::Kind::ignored},
    {"-v", "--verbose", false, Option::Kind::ignored},
    {"-U", "--add-underscore", false, Option::Kind::ignored},
};

struct Machine {
  std::string_view name;
  uint16_t machine;
};
constexpr Machine machines[] = {{"i386", llvm::COFF::IMAGE_FILE_MACHINE_I386},
                                {"i386:x86-64", llvm::COFF::IMAGE_FILE_MACHINE_AMD64},
                                {"arm", llvm::COFF::IMAGE_FILE_MACHINE_ARMNT},
                                {"arm64", llvm::COFF::IMAGE_FILE_MACHINE_ARM64}};

struct Call {
  std::string definition, library, dll;
  coff::ImportOptions imports;
};

ArchiveResult failed(const Failure &failure) {
  return {1, {}, failure.text()};
}

Failure unknown(std::string_view word) {
  return {"linkshim's own dlltool does not know an option",
          {{"name", std::string(word)}, {"reason", "no llvm-dlltool was found"}},
          "apt-get install llvm"};
}

const Option *find(std::string_view word) {
  const Option *found = std::find_if(std::begin(options), std::end(options), [&](const Option &option) {
    return (!option.letter.empty() && word == option.letter) || word == option.word;
  });
  return found == std::end(options) ? nullptr : found;
}

bool take(const Option &option, const std::string &value, Call &call, Failure &failure) {
  switch (option.kind) {
  case Option::Kind::definition: call.definition = value; return true;
  case Option::Kind::library: call.library = value; return true;
  case Option::Kind::dll: call.dll = value; return true;
  case Option::Kind::killAt: return call.imports.killAt = true;
  case Option::Kind::plain: call.imports.leadingUnderscores = false; return true;
  case Option::Kind::ignored: return true;
  case Option::Kind::machine: break;
  }
  for (const Machine &machine : machines)
    if (machine.name == value) {
      call.imports.machine = machine.machine;
      return true;
    }
  failure = {"dlltool does not know the machine",
             {{"-m", value}, {"known", "i386, i386:x86-64, arm, arm64"}},
             "leave out -m: the tool's name says the machine"};
  return false;
}

bool readCall(const std::vector<std::string> &args, Call &call, Failure &failure) {
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view word = args[i];
    size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
    const Option *option = find(word.substr(0, equals));
    bool joined =
        !option && word.size() > 2 && word[1] != '-' && (option = find(word.substr(0, 2))) && option->value;
    if (!option || (word.size() > 2 && word[1] != '-' && !joined)) {
      failure = unknown(word);
      return false;
    }
    std::string value;
    if (joined)
      value = word.substr(2);
    else if (equals != std::string_view::npos)
      value = word.substr(equals + 1);
    else if (option->value && i + 1 < args.size())
      value = args[++i];
    if (!take(*option, value, call, failure)) return false;
  }
  return true;
}

} // namespace

Result<void> checkDefinition(const std::vector<std::string> &args, const FileReader &files) {
  Call call;
  Failure ignored; // dlltool itself judges a call that linkshim does not understand
  bool understood = readCall(args, call, ignored) && !call.definition.empty();
  return understood ? checkDefinitionFile(call.definition, files) : Result<void>();
}

std::vector<std::string> machineWords(const std::vector<std::string> &args, const Target &target) {
  for (std::string_view arg : args)
    if (arg.starts_with("-m") || arg.starts_with("--machine")) return {};
  for (const Machine &machine : machines)
    if (machine.machine == target.machine) return {"-m", std::string(machine.name)};
  return {};
}

ArchiveResult runDlltool(const std::vector<std::string> &args, const Target &target, FileSystem &files) {
  Call call;
  Failure failure;
  call.imports.machine = target.machine;
  if (!readCall(args, call, failure)) return failed(failure);
  if (call.definition.empty() || call.library.empty())
    return failed({"dlltool needs a .def file and the name of the import library",
                   {{"-d", call.definition.empty() ? "missing" : call.definition},
                    {"-l", call.library.empty() ? "missing" : call.library}},
                   fmt::format("{}-dlltool -d FILE.def -l libNAME.a", target.triple)});
  Result<coff::ModuleDefinition> definition = readDefinitionFile(call.definition, files);
  if (!definition) return failed(definition.error());
  std::string dll = call.dll.empty() ? definition->library : call.dll;
  if (dll.empty())
    return failed({"the .def file does not name its DLL",
                   {{"file", call.definition}},
                   "begin it with LIBRARY name.dll, or give the name after -D"});
  if (dll.find('.') == std::string::npos) dll += ".dll";
  auto written =
      files.writeFile(call.library, coff::writeImportLibrary(dll, definition->exports, call.imports));
  if (!written)
    return failed({"the import library cannot be written",
                   {{"file", call.library}, {"reason", written.error()}},
                   "look at the folder"});
  return {};
}

} // namespace linkshim
