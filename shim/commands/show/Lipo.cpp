#include "shim/commands/Command.h"
#include "shim/objects/MachO.h"
#include "shim/plan/Plan.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view lipoUsage = R"(linkshim lipo -create FILE... -output FILE
linkshim lipo -archs FILE
linkshim lipo -info FILE...
linkshim lipo FILE -thin ARCH -output FILE
linkshim lipo FILE -extract ARCH... -output FILE
linkshim lipo FILE -verify_arch ARCH...

Puts Mach-O files of several architectures into one universal file, or takes them out again. Signatures stay valid,
since no byte of a part is changed.
)";

namespace {

/// A call taken apart, with the options of Apple's lipo.
struct LipoCall {
  std::string operation; ///< with its hyphen
  std::vector<std::string> inputs, archs;
  std::string output;
};

Failure wrong(std::string what) {
  return {std::move(what), {}, "linkshim lipo --help"};
}

bool isOneOf(std::span<const std::string_view> options, std::string_view arg) {
  return std::ranges::find(options, arg) != options.end();
}

constexpr std::string_view operations[] = {"-create", "-archs", "-info", "-verify_arch"},
                           operationsWithArch[] = {"-thin", "-extract"}, outputOptions[] = {"-output", "-o"};

/// Why a call cannot be done; nullopt for one that can.
std::optional<Failure> incomplete(const LipoCall &call) {
  if (call.operation.empty() || call.inputs.empty())
    return wrong("lipo needs to be told what to do, and with which file");
  bool writes = call.operation == "-create" || isOneOf(operationsWithArch, call.operation);
  if (writes && call.output.empty()) return wrong(fmt::format("lipo {} needs -output", call.operation));
  return std::nullopt;
}

Result<LipoCall> readCall(const std::vector<std::string> &args) {
  LipoCall call;
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view arg = args[i];
    bool withArch = isOneOf(operationsWithArch, arg), output = isOneOf(outputOptions, arg);
    if ((withArch || output) && i + 1 == args.size())
      return fail(wrong(fmt::format("lipo {} needs a value after it", arg)));
    if (withArch || isOneOf(operations, arg)) {
      if (!call.operation.empty() && call.operation != arg)
        return fail(wrong(fmt::format("lipo does one thing at a time, not {} and {}", call.operation, arg)));
      call.operation = arg;
      if (withArch) call.archs.push_back(args[++i]);
    } else if (output) {
      call.output = args[++i];
    } else if (arg.starts_with('-')) {
      return fail(wrong(fmt::format("lipo does not know {}", arg)));
    } else {
      bool isArch = call.operation == "-verify_arch" && !call.inputs.empty();
      (isArch ? call.archs : call.inputs).emplace_back(arg);
    }
  }
  if (std::optional<Failure> failure = incomplete(call)) return fail(std::move(*failure));
  return call;
}

/// A file that was read, and what is in it.
struct Input {
  std::string path, bytes;
  std::vector<MachOSlice> slices; ///< they refer to `bytes`, so an Input is not copied or moved
};

Result<void> readInput(const std::string &path, const FileReader &files, Input &input) {
  SystemResult<std::string> bytes = files.read(path);
  input.path = path;
  input.bytes = bytes.value_or("");
  input.slices = readMachO(input.bytes);
  if (!input.slices.empty()) return {};
  return fail({bytes ? "a file is no Mach-O file, and no archive of such" : "a file cannot be read",
               {{"file", path}},
               fmt::format("file {}", shellWord(path))});
}

std::string namesOf(const Input &input) {
  std::string names;
  for (const MachOSlice &slice : input.slices)
    names += (names.empty() ? "" : " ") + archName(slice);
  return names;
}

/// The parts of the file for the architectures that the call names.
Result<std::vector<MachOSlice>> chosen(const Input &input, const LipoCall &call) {
  std::vector<MachOSlice> slices;
  for (const std::string &arch : call.archs) {
    auto found = std::find_if(input.slices.begin(), input.slices.end(),
                              [&](const MachOSlice &slice) { return archName(slice) == arch; });
    if (found == input.slices.end())
      return fail({fmt::format("the file has no part for {}", arch),
                   {{"file", input.path}, {"has", namesOf(input)}},
                   fmt::format("linkshim lipo -info {}", shellWord(input.path))});
    slices.push_back(*found);
  }
  return slices;
}

/// Writes the call's output. A program can be run if the first input can.
Result<void> writeOutput(const LipoCall &call, const Input &first, std::string_view bytes,
                         FileSystem &files) {
  SystemResult<void> done = files.writeFile(call.output, bytes);
  if (done && files.status(first.path).executable) done = files.makeExecutable(call.output);
  if (done) return {};
  return fail({"the universal file cannot be written",
               {{"file", call.output}, {"reason", done.error()}},
               fmt::format("ls -ld {}", shellWord(parentPath(call.output)))});
}

std::string describe(const Input &input) {
  return isUniversal(input.bytes)
             ? fmt::format("Architectures in the fat file: {} are: {} \n", input.path, namesOf(input))
             : fmt::format("Non-fat file: {} is architecture: {}\n", input.path, namesOf(input));
}

std::string describeAll(std::string_view operation, const std::vector<Input> &inputs) {
  std::string out;
  for (const Input &input : inputs)
    out += operation == "-info" ? describe(input) : namesOf(input) + "\n";
  return out;
}

} // namespace

Result<CommandResult> runLipo(const CommandCall &call) {
  Result<LipoCall> lipo = readCall(call.args);
  if (!lipo) return failed(lipo);
  std::vector<Input> inputs(lipo->inputs.size());
  for (size_t i = 0; i < inputs.size(); ++i)
    if (Result<void> read = readInput(lipo->inputs[i], call.files, inputs[i]); !read) return failed(read);
  if (lipo->operation == "-info" || lipo->operation == "-archs")
    return CommandResult{describeAll(lipo->operation, inputs)};
  Result<std::vector<MachOSlice>> slices;
  if (lipo->operation == "-create")
    for (const Input &input : inputs)
      slices->insert(slices->end(), input.slices.begin(), input.slices.end());
  else
    slices = chosen(inputs.front(), *lipo);
  if (!slices) return failed(slices);
  if (lipo->operation == "-verify_arch") return CommandResult{};
  Result<std::string> bytes =
      lipo->operation == "-thin" ? std::string(slices->front().bytes) : writeUniversal(std::move(*slices));
  if (!bytes) return failed(bytes);
  if (Result<void> written = writeOutput(*lipo, inputs.front(), *bytes, call.files); !written)
    return failed(written);
  return CommandResult{};
}

} // namespace linkshim
