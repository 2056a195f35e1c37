"""Stand-ins for what reads the packages of registries where the real one is not at hand: a registry of npm on this machine,
Homebrew's Formula and Nix's library functions, as far as linkshim's files use them."""

import base64
import contextlib
import hashlib
import http.server
import json
import ssl
import subprocess
import tarfile
import threading
from pathlib import Path
from urllib.parse import unquote


@contextlib.contextmanager
def served(folder: Path, handler=http.server.SimpleHTTPRequestHandler, certificate: Path | None = None):
    """A folder under an address of this machine; the address, and the list of paths that were asked for. By HTTPS with a
    certificate, a file that has its key too."""
    asked = []

    class Handler(handler):
        def __init__(self, *words):
            super().__init__(*words, directory=str(folder)) if handler is http.server.SimpleHTTPRequestHandler else \
                super().__init__(*words)

        def log_request(self, *_):
            asked.append(unquote(self.path))

        def log_message(self, *_):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def certificate(folder: Path) -> Path:
    """A certificate of this machine, and its key, in one file."""
    both = folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE",
                    "-keyout", folder / "key.pem", "-out", both], check=True, capture_output=True)
    both.write_text(both.read_text() + (folder / "key.pem").read_text())
    return both


def package_json(path: Path) -> dict:
    with tarfile.open(path) as members:
        return json.load(members.extractfile("package/package.json"))


def npm_registry(packages: list[Path]):
    """A registry with these packages, each in the one version that it is of: what `served` gives."""
    described = {package_json(path)["name"]: (package_json(path), path) for path in packages}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name = unquote(self.path).lstrip("/")
            data = None
            if name in described:
                data = json.dumps(self.packument(name)).encode()
            elif name.startswith("files/"):
                data = next((path.read_bytes() for _, path in described.values() if path.name == name[6:]), None)
            self.send_response(200 if data else 404)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def packument(self, name: str) -> dict:
            package, path = described[name]
            digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
            dist = {"tarball": f"http://{self.headers['Host']}/files/{path.name}", "integrity": f"sha512-{digest}"}
            return {"name": name, "dist-tags": {"latest": package["version"]},
                    "versions": {package["version"]: {**package, "dist": dist}}}
    return served(Path(), Handler)


# Reads a formula, prints its facts for the given kind of processor, and installs what is unpacked in the current folder.
FORMULA = r"""
require "pathname"
require "fileutils"
require "json"

class Place < Pathname
  def install(path)
    mkpath
    FileUtils.mv path, self
  end

  def install_symlink(names)
    names.each { |source, name| (self + name).make_symlink(source) }
  end
end

class Formula
  class << self
    attr_reader :check

    def facts = @facts ||= {}
    def depends_on(what) = facts["depends_on"] = what
    def on_intel = (yield if ARGV[1] == "x86_64")
    def on_arm = (yield if ARGV[1] == "aarch64")
    def test(&block) = @check = block
    %w[desc homepage version url sha256 license].each do |name|
      define_method(name) { |value = nil, **words| facts[name] = value || words }
    end
  end

  def bin = Place.new("#{ARGV[2]}/bin")
  def share = Place.new("#{ARGV[2]}/share")
  def testpath = Pathname.new(ARGV[3])
  def version = self.class.facts["version"]
  def assert_match(wanted, text) = (text.include?(wanted) or abort "no #{wanted} in #{text}")
  def shell_output(line) = `#{line}`.tap { $?.success? or abort "#{line}: #{$?}" }
  def system(*words) = (Kernel.system(*words.map(&:to_s), out: :err) or abort "#{words}: #{$?}")
end

load ARGV[0]
puts JSON.generate(Linkshim.facts)
Linkshim.new.install
Linkshim.new.instance_eval(&Linkshim.check)
"""

# What the expression makes of the names that it is called with, as JSON.
EXPRESSION = """
import FILE {
  lib = { licenses = { mit = "MIT"; asl20 = "Apache-2.0"; }; sourceTypes.binaryNativeCode = "binary"; };
  fetchurl = source: source;
  stdenvNoCC = { hostPlatform.system = "SYSTEM"; mkDerivation = what: what; };
}
"""
