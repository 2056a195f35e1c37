#include "shim/sysroot/Roots.h"
#include "shim/sysroot/UserSysroot.h"

namespace linkshim {

Roots findRoots(const Target &target, std::optional<std::string_view> sysrootOfCall,
                const Environment &environment, const FileReader &files) {
  Roots roots;
  roots.user = userSysroot(target, environment, files);
  roots.systemIsOfCall = sysrootOfCall.has_value();
  std::string platform = platformRoot(target, environment, files);
  roots.system = sysrootOfCall                                ? std::string(*sysrootOfCall)
                 : target.linkFormat == LinkFormatKind::minGw ? roots.user
                                                              : platform;
  roots.libraries = systemLibraryFolders(roots.system, target, files);
  roots.platformLibraries =
      platformFolders(roots.system, target.platformLibraries, target, environment, files);
  if (sysrootOfCall) return roots;
  roots.headers = platformFolders(platform, target.platformHeaders, target, environment, files);
  for (std::string &folder : systemHeaderFolders(platform, target, files))
    roots.headers.push_back(std::move(folder));
  return roots;
}

} // namespace linkshim
