#include "shim/tools/Dlltool.h"
#include "shim/objects/CoffMachine.h"
#include "shim/objects/DefinitionFile.h"
#include "sysroots/coff/ImportLibrary.h"
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

struct Call {
  std::string definition, library, dll;
  coff::ImportOptions imports;
};

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

/// Notes an option of the call.
Result<void> apply(const Option &option, const std::string &value, Call &call) {
  switch (option.kind) {
  case Option::Kind::definition: call.definition = value; return {};
  case Option::Kind::library: call.library = value; return {};
  case Option::Kind::dll: call.dll = value; return {};
  case Option::Kind::killAt: call.imports.killAt = true; return {};
  case Option::Kind::plain: call.imports.leadingUnderscores = false; return {};
  case Option::Kind::ignored: return {};
  case Option::Kind::machine: break;
  }
  for (const CoffMachine &machine : coffMachines())
    if (!value.empty() && machine.dlltool == value) {
      call.imports.machine = machine.number;
      return {};
    }
  return fail({"dlltool does not know the machine",
               {{"-m", value}, {"known", "i386, i386:x86-64, arm, arm64"}},
               "leave out -m: the tool's name says the machine"});
}

/// A call for a target of that machine.
Result<Call> readCall(const std::vector<std::string> &args, uint16_t machine) {
  Call call;
  call.imports.machine = machine;
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view word = args[i];
    size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
    const Option *option = find(word.substr(0, equals));
    bool joined =
        !option && word.size() > 2 && word[1] != '-' && (option = find(word.substr(0, 2))) && option->value;
    if (!option || (word.size() > 2 && word[1] != '-' && !joined)) return fail(unknown(word));
    std::string value;
    if (joined)
      value = word.substr(2);
    else if (equals != std::string_view::npos)
      value = word.substr(equals + 1);
    else if (option->value && i + 1 < args.size())
      value = args[++i];
    if (auto applied = apply(*option, value, call); !applied) return failed(applied);
  }
  return call;
}

/// The name of the DLL, with its extension.
Result<std::string> dllName(const Call &call, const coff::ModuleDefinition &definition) {
  std::string dll = call.dll.empty() ? definition.library : call.dll;
  if (dll.empty())
    return fail({"the .def file does not name its DLL",
                 {{"file", call.definition}},
                 "begin it with LIBRARY name.dll, or give the name after -D"});
  return dll.find('.') == std::string::npos ? dll + ".dll" : dll;
}

/// Makes the import library that a call for a target of that machine asks for.
Result<void> makeLibrary(const std::vector<std::string> &args, const Target &target, FileSystem &files) {
  Result<Call> call = readCall(args, target.machine);
  if (!call) return failed(call);
  if (call->definition.empty() || call->library.empty())
    return fail({"dlltool needs a .def file and the name of the import library",
                 {{"-d", call->definition.empty() ? "missing" : call->definition},
                  {"-l", call->library.empty() ? "missing" : call->library}},
                 fmt::format("{}-dlltool -d FILE.def -l libNAME.a", target.triple)});
  Result<coff::ModuleDefinition> definition = readDefinitionFile(call->definition, files);
  if (!definition) return failed(definition);
  Result<std::string> dll = dllName(*call, *definition);
  if (!dll) return failed(dll);
  std::expected<std::string, std::string> bytes =
      coff::writeImportLibrary(*dll, definition->exports, call->imports);
  SystemResult<void> written =
      bytes ? files.writeFile(call->library, *bytes) : SystemResult<void>(std::unexpected(bytes.error()));
  if (written) return {};
  return fail({"the import library cannot be written",
               {{"file", call->library}, {"reason", written.error()}},
               "look at the folder"});
}

} // namespace

Result<void> checkDefinition(const std::vector<std::string> &args, const FileReader &files) {
  Result<Call> call = readCall(args, 0);
  if (!call || call->definition.empty()) return {};
  return checkDefinitionFile(call->definition, files);
}

std::vector<std::string> machineWords(const std::vector<std::string> &args, const Target &target) {
  for (std::string_view arg : args)
    if (arg.starts_with("-m") || arg.starts_with("--machine")) return {};
  const CoffMachine *machine = findCoffMachine(target.machine);
  if (!machine || machine->dlltool.empty()) return {};
  return {"-m", std::string(machine->dlltool)};
}

ArchiveResult runDlltool(const std::vector<std::string> &args, const Target &target, FileSystem &files) {
  Result<void> made = makeLibrary(args, target, files);
  return made ? ArchiveResult() : ArchiveResult{1, {}, made.error().text()};
}

} // namespace linkshim
