#include "shim/link/Instrument.h"
#include "shim/call/Options.h"
#include "shim/provider/Provider.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <iterator>
#include <set>

namespace linkshim {
namespace {

using llvm::opt::Arg;

/// A sanitizer and the name of its static runtime in compiler-rt.
struct Sanitizer {
  std::string_view name, runtime;
  bool hasCxx; ///< has a second archive, for C++
  std::string_view helper;
  bool alone; ///< contains the runtime of the undefined-behaviour sanitizer
};
constexpr Sanitizer sanitizers[] = {
    {"address", "asan", true, "asan_static", true},
    {"thread", "tsan", true, "", true},
    {"memory", "msan", true, "", true},
    {"leak", "lsan", false, "", true},
    {"hwaddress", "hwasan", true, "", true},
    {"dataflow", "dfsan", false, "", true},
    {"realtime", "rtsan", false, "", true},
    {"numerical", "nsan", false, "", true},
    {"type", "tysan", false, "", true},
    {"safe-stack", "safestack", false, "", false},
    {"fuzzer", "fuzzer", false, "", false},
};

/// The checks of the undefined-behaviour sanitizer, which share a runtime, and the names of groups of them.
constexpr std::string_view undefinedChecks[] = {"undefined",
                                                "alignment",
                                                "array-bounds",
                                                "bool",
                                                "bounds",
                                                "builtin",
                                                "enum",
                                                "float-cast-overflow",
                                                "float-divide-by-zero",
                                                "function",
                                                "implicit-bitfield-conversion",
                                                "implicit-conversion",
                                                "implicit-integer-arithmetic-value-change",
                                                "implicit-integer-conversion",
                                                "implicit-integer-sign-change",
                                                "implicit-integer-truncation",
                                                "implicit-signed-integer-truncation",
                                                "implicit-unsigned-integer-truncation",
                                                "integer",
                                                "integer-divide-by-zero",
                                                "nonnull-attribute",
                                                "null",
                                                "nullability",
                                                "nullability-arg",
                                                "nullability-assign",
                                                "nullability-return",
                                                "object-size",
                                                "pointer-overflow",
                                                "return",
                                                "returns-nonnull-attribute",
                                                "shift",
                                                "shift-base",
                                                "shift-exponent",
                                                "signed-integer-overflow",
                                                "unreachable",
                                                "unsigned-integer-overflow",
                                                "unsigned-shift-base",
                                                "vla-bound",
                                                "vptr"};

bool isUndefinedCheck(std::string_view name) {
  return std::find(std::begin(undefinedChecks), std::end(undefinedChecks), name) != std::end(undefinedChecks);
}

/// The sanitizers and checks that -fsanitize= and -fno-sanitize= leave switched on.
std::set<std::string, std::less<>> chosen(const Arguments &arguments) {
  std::set<std::string, std::less<>> names;
  for (const Arg *arg : arguments.list().filtered(OPT_fsanitize_eq, OPT_fno_sanitize_eq)) {
    bool on = arg->getOption().matches(OPT_fsanitize_eq);
    std::string_view rest = arg->getValue();
    while (!rest.empty()) {
      size_t comma = std::min(rest.find(','), rest.size());
      std::string_view name = rest.substr(0, comma);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      if (on)
        names.emplace(name);
      else if (name == "all")
        names.clear();
      else if (name == "undefined")
        std::erase_if(names, [](const std::string &check) { return isUndefinedCheck(check); });
      else
        names.erase(std::string(name));
    }
  }
  return names;
}

class Instrument {
public:
  Instrument(const Invocation &invocation, const PlanContext &context, LinkMode mode)
      : target(*invocation.target), context(context), arguments(*invocation.arguments),
        shared(mode == LinkMode::shared), cxx(invocation.tool == Tool::cxx) {}

  Result<Runtimes> run() {
    if (auto done = sanitize(); !done) return failed(done);
    if (auto done = profile(); !done) return failed(done);
    return std::move(runtimes);
  }

private:
  /// Finds the folders of clang's runtimes: <prefix>/lib/clang/<version>/lib.
  void findFolders() {
    ProviderSearch search(context.environment, context.files, context.self);
    Result<Provider> compiler = search.findCompiler(cxx ? oldestForCxx : oldestForC);
    std::optional<std::string> real = compiler ? context.files.realPath(compiler->path) : std::nullopt;
    if (!real || !folders.empty()) return;
    std::string versions = joinPath(parentPath(parentPath(*real)), "lib/clang");
    for (const std::string &version : context.files.list(versions))
      folders.push_back(fmt::format("{}/{}/lib", versions, version));
  }

  std::string find(std::string_view name) {
    findFolders();
    if (target.libc != Libc::glibc) return {}; // clang's are built against glibc
    for (const std::string &folder : folders)
      for (const std::string &path :
           {fmt::format("{}/{}/libclang_rt.{}.a", folder, target.llvm, name),
            fmt::format("{}/linux/libclang_rt.{}-{}.a", folder, name, target.runtimeArch)})
        if (context.files.status(path).isFile()) return path;
    return {};
  }

  std::unexpected<Failure> missing(std::string_view what, std::string_view runtime, std::string_view option) {
    std::string looked =
        folders.empty() ? "lib/clang beside clang" : fmt::format("{}", fmt::join(folders, " "));
    return fail({fmt::format("{} has no runtime for {}", what, target.triple),
                 {{"looked for", fmt::format("libclang_rt.{}-{}.a", runtime, target.runtimeArch)},
                  {"looked in", looked}},
                 fmt::format("leave out {}", option)});
  }

  Result<void> add(const Sanitizer &sanitizer) {
    std::string main = find(sanitizer.runtime);
    if (main.empty())
      return missing(fmt::format("the {} sanitizer", sanitizer.name), sanitizer.runtime,
                     fmt::format("-fsanitize={}", sanitizer.name));
    if (std::string helper = sanitizer.helper.empty() ? "" : find(sanitizer.helper); !helper.empty())
      runtimes.whole.push_back(helper);
    if (sanitizer.name == "fuzzer")
      if (auto checked = checkFuzzer(main); !checked) return checked;
    if (shared) return {}; // the executable has it
    runtimes.whole.push_back(main);
    std::string part = sanitizer.hasCxx && cxx ? find(fmt::format("{}_cxx", sanitizer.runtime)) : "";
    if (!part.empty()) runtimes.whole.push_back(part);
    if (runtimes.args.empty())
      runtimes.args = {"--export-dynamic", "-lpthread", "-lrt", "-lm", "-ldl", "-lresolv"};
    return {};
  }

  /// libFuzzer's is the only runtime that uses a C++ library: distributions build it against libstdc++,
  /// LLVM's own build has libc++ inside.
  Result<void> checkFuzzer(const std::string &path) {
    bool libstdcxx = context.files.read(path).value_or("").find("__cxx11") != std::string::npos;
    if (!libstdcxx) return {};
    runtimes.args.emplace_back("-lstdc++");
    if (choosesLibstdcxx(arguments)) return {};
    return fail({"the runtime of the fuzzer sanitizer is made for libstdc++, and libc++ is linked",
                 {{"runtime", path}},
                 "add -stdlib=libstdc++ and -L with the folder of the target's libstdc++, or leave out "
                 "-fsanitize=fuzzer"});
  }

  Result<void> sanitize() {
    if (!arguments.has(OPT_fsanitize_eq)) return {};
    std::set<std::string, std::less<>> names = chosen(arguments);
    bool reports = false;
    for (const Sanitizer &sanitizer : sanitizers) {
      if (!names.contains(sanitizer.name)) continue;
      if (sanitizer.name == "leak" && names.contains("address"))
        continue; // the address sanitizer contains it
      reports |= sanitizer.alone;
      if (auto added = add(sanitizer); !added) return added;
    }
    bool checks = std::any_of(names.begin(), names.end(), isUndefinedCheck);
    if (!checks || reports || arguments.has(OPT_fsanitize_trap)) return {};
    if (arguments.has(OPT_fsanitize_minimal)) return add({"undefined", "ubsan_minimal", false, "", false});
    return add({"undefined", "ubsan_standalone", true, "", false});
  }

  Result<void> profile() {
    const Arg *counters = arguments.last(OPT_coverage, OPT_fprofile_arcs);
    const Arg *profile = arguments.last(OPT_fprofile_generate, OPT_fprofile_generate_eq);
    if (!profile) profile = arguments.last(OPT_fprofile_instr_generate, OPT_fprofile_instr_generate_eq);
    if (!profile) profile = arguments.last(OPT_fcs_profile_generate);
    const Arg *cause = profile ? profile : counters;
    if (!cause) return {};
    std::string path = find("profile");
    if (path.empty()) return missing("profiled code", "profile", cause->getSpelling());
    if (profile) runtimes.args.insert(runtimes.args.begin(), {"-u", "__llvm_profile_runtime"});
    runtimes.args.push_back(path);
    return {};
  }

  const Target &target;
  const PlanContext &context;
  const Arguments &arguments;
  bool shared, cxx;
  Runtimes runtimes; ///< found so far
  std::vector<std::string> folders;
};

} // namespace

Result<Runtimes> findInstrumentation(const Invocation &invocation, const PlanContext &context,
                                     LinkMode mode) {
  return Instrument(invocation, context, mode).run();
}

Result<std::vector<std::string>>
findOpenMp(const Invocation &invocation, const std::vector<std::string> &folders, const FileReader &files) {
  using Strings = std::vector<std::string>;
  const Arguments &arguments = *invocation.arguments;
  const Arg *asked = arguments.last(OPT_fopenmp, OPT_fopenmp_eq, OPT_fno_openmp);
  if (!asked || asked->getOption().matches(OPT_fno_openmp)) return Strings();
  for (const std::string &folder : folders)
    for (const char *name : {"libomp.so", "libomp.a"})
      if (files.status(joinPath(folder, name)).isFile()) return Strings{"-lomp", "-lpthread", "-ldl"};
  return fail(
      {fmt::format("OpenMP has no runtime for {}", invocation.target->triple),
       {{"looked for", "libomp.so or libomp.a"}, {"looked in", fmt::format("{}", fmt::join(folders, " "))}},
       "leave out -fopenmp, or give the folder of a libomp of the target by -L"});
}

} // namespace linkshim
