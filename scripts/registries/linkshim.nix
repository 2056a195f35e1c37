# SPDX-License-Identifier: MIT OR Apache-2.0
# linkshim @VERSION@, of the release's archives: pkgs.callPackage ./linkshim.nix { }
{
  lib,
  stdenvNoCC,
  fetchurl,
}:
let
  version = "@VERSION@";
  system = stdenvNoCC.hostPlatform.system;
  archives = {
    # each host
    @HOST@-linux = {
      url = "@RELEASE@/linkshim-@VERSION@-@HOST@-linux.tar.gz";
      sha256 = "@SHA256@";
    };
    # end of hosts
  };
in
stdenvNoCC.mkDerivation {
  pname = "linkshim";
  inherit version;

  src = fetchurl (archives.${system} or (throw "linkshim ${version} has no archive for ${system}"));
  sourceRoot = ".";

  dontConfigure = true;
  dontBuild = true;
  # The program is static, and what lies below share is for other systems than this one.
  dontFixup = true;

  installPhase = ''
    runHook preInstall
    mkdir -p "$out"
    cp -R bin share "$out/"
    runHook postInstall
  '';

  meta = {
    description = "Linker and C compiler for every target of Rust, sysroots included";
    homepage = "@REPOSITORY@";
    changelog = "@REPOSITORY@/blob/v${version}/CHANGELOG.md";
    # One of the two, as the user chooses.
    license = [
      lib.licenses.mit
      lib.licenses.asl20
    ];
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
    platforms = builtins.attrNames archives;
    mainProgram = "linkshim";
  };
}
