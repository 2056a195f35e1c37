# SPDX-License-Identifier: MIT OR Apache-2.0
class Linkshim < Formula
  desc "Linker and C compiler for every target of Rust, sysroots included"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on :linux

  # each host
  on_@ON@ do
    url "@RELEASE@/linkshim-@VERSION@-@HOST@-linux.tar.gz"
    sha256 "@SHA256@"
  end
  # end of hosts

  def install
    bin.install "bin/linkshim"
    bin.install_symlink "linkshim" => "cargo-linkshim"
    share.install "share/linkshim"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/linkshim --version")
    system bin/"linkshim", "links", testpath/"tools", "aarch64-unknown-linux-musl"
    assert_match "static", shell_output("#{testpath}/tools/aarch64-unknown-linux-musl-cc -### -static a.o 2>&1")
  end
end
