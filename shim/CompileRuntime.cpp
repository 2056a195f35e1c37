#include "shim/CompileRuntime.h"
#include "shim/Options.h"
#include "shim/Pack.h"
#include "shim/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace linkshim {
namespace {

/// A sanitizer and the name of its static runtime in compiler-rt.
struct Sanitizer {
  std::string_view name, runtime;
  bool hasCxx; ///< with a part of its own for C++
  std::string_view helper;
};
constexpr Sanitizer sanitizers[] = {
    {"address", "asan", true, "asan_static"},
    {"thread", "tsan", true, ""},
    {"memory", "msan", true, ""},
    {"undefined", "ubsan_standalone", true, ""},
    {"leak", "lsan", false, ""},
    {"hwaddress", "hwasan", true, ""},
    {"dataflow", "dfsan", false, ""},
    {"fuzzer", "fuzzer", false, ""},
    {"realtime", "rtsan", false, ""},
};

/// clang's name of a processor in the file names of its runtimes.
std::string_view runtimeArch(const Target &target) {
  return target.arch == "x86" ? "i386" : target.arch;
}

bool listed(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    size_t comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == name) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

bool isOn(const Sanitizer &sanitizer, const llvm::opt::InputArgList &args) {
  bool on = false;
  for (const llvm::opt::Arg *arg : args.filtered(OPT_fsanitize_eq, OPT_fno_sanitize_eq))
    if (listed(arg->getValue(), sanitizer.name) || (listed(arg->getValue(), "all") && on))
      on = arg->getOption().matches(OPT_fsanitize_eq);
  return on;
}

/// Where clang keeps its runtimes: <prefix>/lib/clang/<version>/lib.
std::vector<std::string> runtimeFolders(const PlanContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);
  Failure none;
  std::optional<Provider> compiler = search.findCompiler(none);
  std::optional<std::string> real = compiler ? context.files.realPath(compiler->path) : std::nullopt;
  if (!real) return {};
  std::vector<std::string> folders;
  std::string versions = joinPath(parentPath(parentPath(*real)), "lib/clang");
  for (const std::string &version : context.files.list(versions))
    folders.push_back(fmt::format("{}/{}/lib", versions, version));
  return folders;
}

std::string findRuntime(std::string_view name, const Target &target, const PlanContext &context,
                        const std::vector<std::string> &folders) {
  if (target.libc != Libc::glibc) return {}; // they are built against the host's C library
  for (const std::string &folder : folders)
    for (const std::string &path :
         {fmt::format("{}/{}/libclang_rt.{}.a", folder, target.llvm, name),
          fmt::format("{}/linux/libclang_rt.{}-{}.a", folder, name, runtimeArch(target))})
      if (context.files.status(path).isFile()) return path;
  return {};
}

bool addSanitizers(const Invocation &invocation, const PlanContext &context,
                   const llvm::opt::InputArgList &args, LinkMode mode, Runtimes &runtimes, Failure &failure) {
  if (!args.hasArg(OPT_fsanitize_eq) || args.hasArg(OPT_fsanitize_trap) || mode == LinkMode::relocatable)
    return true;
  const Target &target = *invocation.target;
  std::vector<std::string> folders = runtimeFolders(context);
  bool any = false;
  for (const Sanitizer &sanitizer : sanitizers) {
    if (!isOn(sanitizer, args)) continue;
    std::string main = findRuntime(sanitizer.runtime, target, context, folders);
    if (main.empty()) {
      failure = {fmt::format("the {} sanitizer has no runtime for {}", sanitizer.name, target.triple),
                 {{"looked for", fmt::format("libclang_rt.{}-{}.a", sanitizer.runtime, runtimeArch(target))},
                  {"looked in",
                   folders.empty() ? "lib/clang beside clang" : fmt::format("{}", fmt::join(folders, " "))}},
                 fmt::format("leave out -fsanitize={}", sanitizer.name)};
      return false;
    }
    std::string helper =
        sanitizer.helper.empty() ? "" : findRuntime(sanitizer.helper, target, context, folders);
    if (!helper.empty()) runtimes.whole.push_back(helper);
    if (mode == LinkMode::shared) continue; // the executable brings it
    any = true;
    runtimes.whole.push_back(main);
    std::string cxx = findRuntime(fmt::format("{}_cxx", sanitizer.runtime), target, context, folders);
    if (sanitizer.hasCxx && invocation.tool == Tool::cxx && !cxx.empty()) runtimes.whole.push_back(cxx);
  }
  if (any) runtimes.words = {"--export-dynamic", "-lpthread", "-lrt", "-lm", "-ldl", "-lresolv"};
  return true;
}

bool isCxxLibrary(std::string_view name) {
  return name == "stdc++" || name == "supc++" || name == "c++" || name == "c++abi";
}

bool isThere(std::string_view name, const std::vector<std::string> &folders, const FileReader &files) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
    return files.status(fmt::format("{}/lib{}.a", folder, name)).isFile() ||
           files.status(fmt::format("{}/lib{}.so", folder, name)).isFile();
  });
}

} // namespace

CxxHeaders findCxxHeaders(const Target &target, const SysrootPlaces &places, const FileReader &files) {
  CxxHeaders found;
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl;
  if (places.share.empty() || !hosted) return found;
  std::string headers = joinPath(places.share, "c++/v1");
  std::string library = joinPath(places.pack, "lib/libc++.a");
  found.lookedFor = {headers, packFile(target, places)};
  if (!places.pack.empty() && files.status(headers).isDirectory() && files.status(library).isFile())
    found.folder = headers;
  return found;
}

NoCxx noCxx(const Target &target, const Environment &environment) {
  if (target.cxx)
    return {fmt::format("the C++ library for {} is not installed", target.triple),
            fmt::format("scripts/sysroots {}", target.triple)};
  std::string what = fmt::format("linkshim brings no C++ library for {}", target.triple);
  std::string overlay = overlayFolder(target, environment);
  if (target.libc != Libc::glibc || target.debian.empty() || overlay.empty())
    return {what, "-stdlib=libstdc++ --sysroot=a folder with a libstdc++ for it"};
  return {what, fmt::format("linkshim sysroot add {} libstdc++-12-dev, then -stdlib=libstdc++ --sysroot={}",
                            target.triple, overlay)};
}

bool choosesLibstdcxx(const llvm::opt::InputArgList &args) {
  const llvm::opt::Arg *named = args.getLastArg(OPT_stdlib_eq);
  return named && std::string_view(named->getValue()) == "libstdc++";
}

std::string cxxLibrary(std::string_view name, const std::vector<std::string> &folders,
                       const FileReader &files) {
  if (!isCxxLibrary(name)) return {};
  if (isThere(name, folders, files)) return std::string(name);
  bool gnu = name == "stdc++" || name == "supc++";
  for (std::string_view other : {gnu ? "stdc++" : "c++", gnu ? "c++" : "stdc++"})
    if (isThere(other, folders, files)) return std::string(other);
  return {};
}

namespace {

/// The words of a C++ library and of what it needs, where the tool is a C++ compiler.
void addCxx(std::string_view library, const llvm::opt::InputArgList &args, LinkMode mode,
            Runtimes &runtimes) {
  bool choice = library == "stdc++" && args.hasArg(OPT_static_libstdcxx) && !isStatic(mode);
  if (choice) runtimes.words.emplace_back("-Bstatic");
  runtimes.words.push_back(fmt::format("-l{}", library));
  if (choice) runtimes.words.emplace_back("-Bdynamic");
  runtimes.words.emplace_back("-lm");
}

} // namespace

bool findRuntimes(const Invocation &invocation, const PlanContext &context,
                  const llvm::opt::InputArgList &args, LinkMode mode, const std::vector<std::string> &folders,
                  Runtimes &runtimes, Failure &failure) {
  if (!addSanitizers(invocation, context, args, mode, runtimes, failure)) return false;
  if (mode == LinkMode::relocatable) return true;
  bool wanted = invocation.tool == Tool::cxx && !args.hasArg(OPT_nostdlib, OPT_nodefaultlibs, OPT_nostdlibxx);
  bool asked = std::any_of(args.begin(), args.end(), [](const llvm::opt::Arg *arg) {
    return arg->getOption().matches(OPT_l) && isCxxLibrary(arg->getValue());
  });
  if (!wanted && !asked) return true;
  bool ownSysroot = args.hasArg(OPT_sysroot_eq);
  bool gnu = choosesLibstdcxx(args);
  std::string library = cxxLibrary(gnu ? "stdc++" : "c++", folders, context.files);
  if (ownSysroot && (gnu || library.empty())) library = "stdc++"; // below it, where the linker looks
  if (library.empty()) {
    NoCxx none = noCxx(*invocation.target, context.environment);
    std::vector<std::string> looked = folders;
    if (looked.empty() || context.places.pack.empty())
      looked.push_back(packFile(*invocation.target, context.places));
    failure = {
        none.what,
        {{"looked for", "libc++ and libstdc++"}, {"looked in", fmt::format("{}", fmt::join(looked, " "))}},
        none.action};
    return false;
  }
  runtimes.cxx = true;
  if (wanted) addCxx(library, args, mode, runtimes);
  return true;
}

} // namespace linkshim
