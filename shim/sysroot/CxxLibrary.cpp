#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

bool isCxxLibrary(std::string_view name) {
  return name == "stdc++" || name == "supc++" || name == "c++" || name == "c++abi";
}

namespace {

bool isThere(std::string_view name, const std::vector<std::string> &folders, const FileReader &files) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
    return files.status(fmt::format("{}/lib{}.a", folder, name)).isFile() ||
           files.status(fmt::format("{}/lib{}.so", folder, name)).isFile();
  });
}

} // namespace

CxxHeaders findCxxHeaders(const Target &target, const SysrootPlaces &places, const FileReader &files) {
  CxxHeaders found;
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl || isOfWindows(target);
  if (places.share.empty() || !hosted) return found;
  std::string headers = joinPath(places.share, "c++/v1");
  std::string library = joinPath(places.pack, "lib/libc++.a");
  found.lookedFor = {headers, packFile(target, places)};
  if (!places.pack.empty() && files.status(headers).isDirectory() && files.status(library).isFile())
    found.folder = headers;
  return found;
}

NoCxx noCxx(const Target &target, const PlanContext &context) {
  if (target.cxx)
    return {fmt::format("the C++ library for {} is not installed", target.triple),
            howToInstall(target, context.places.share, context.files)};
  std::string what = fmt::format("linkshim brings no C++ library for {}", target.triple);
  std::string overlay = overlayFolder(target, context.environment);
  if (target.libc != Libc::glibc || target.debian.empty() || overlay.empty())
    return {what, "-stdlib=libstdc++ --sysroot=a folder with a libstdc++ for it"};
  return {what, fmt::format("linkshim sysroot add {} libstdc++-12-dev, then -stdlib=libstdc++ --sysroot={}",
                            target.triple, overlay)};
}

Failure noLibstdcxx(const Target &target) {
  return {fmt::format("there is no libstdc++ for {}", target.triple),
          {{"asked for", "-stdlib=libstdc++"}, {"there is", "LLVM's libc++"}},
          "leave out -stdlib=libstdc++, or add --sysroot=a folder with a libstdc++ for it"};
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

} // namespace linkshim
