// Releases of Linux distributions, by the names that a floor may have: aarch64-unknown-linux-gnu.debian11.
//
// The version is that of the glibc in the release. Source: what `ldd --version` prints in the image of each release, as
// the crate linux-targets 0.2.0 records it (data/distros.tsv, 2026-10-10); Fedora, openSUSE and the later releases of Debian
// and Ubuntu: the package glibc or libc6 of the release. Rebuilds of RHEL have its glibc.
include "llvm/TableGen/SearchableTable.td"

class Release<string name, string title, string glibc, string codename = ""> {
  string Name = name;
  string Codename = codename; // a second name; empty for none
  string Title = title;
  string Glibc = glibc;
}

def : Release<"debian8", "Debian 8", "2.19", "jessie">;
def : Release<"debian9", "Debian 9", "2.24", "stretch">;
def : Release<"debian10", "Debian 10", "2.28", "buster">;
def : Release<"debian11", "Debian 11", "2.31", "bullseye">;
def : Release<"debian12", "Debian 12", "2.36", "bookworm">;
def : Release<"debian13", "Debian 13", "2.41", "trixie">;

def : Release<"ubuntu14.04", "Ubuntu 14.04", "2.19", "trusty">;
def : Release<"ubuntu16.04", "Ubuntu 16.04", "2.23", "xenial">;
def : Release<"ubuntu18.04", "Ubuntu 18.04", "2.27", "bionic">;
def : Release<"ubuntu20.04", "Ubuntu 20.04", "2.31", "focal">;
def : Release<"ubuntu22.04", "Ubuntu 22.04", "2.35", "jammy">;
def : Release<"ubuntu24.04", "Ubuntu 24.04", "2.39", "noble">;

// One row for each name of a release of RHEL and its rebuilds.
class Rebuilds<string version, string glibc> {
  string Version = version;
  string Glibc = glibc;
}
defvar RhelReleases = [Rebuilds<"7", "2.17">, Rebuilds<"8", "2.28">, Rebuilds<"9", "2.34">, Rebuilds<"10", "2.39">];
foreach release = RhelReleases in {
  def : Release<"rhel" # release.Version, "RHEL " # release.Version, release.Glibc, "el" # release.Version>;
  def : Release<"centos" # release.Version, "CentOS " # release.Version, release.Glibc>;
  def : Release<"ol" # release.Version, "Oracle Linux " # release.Version, release.Glibc, "oracle" # release.Version>;
}
foreach release = !tail(RhelReleases) in {
  def : Release<"alma" # release.Version, "AlmaLinux " # release.Version, release.Glibc, "almalinux" # release.Version>;
  def : Release<"rocky" # release.Version, "Rocky Linux " # release.Version, release.Glibc, "rockylinux" # release.Version>;
}

def : Release<"amzn2", "Amazon Linux 2", "2.26", "amazonlinux2">;
def : Release<"amzn2023", "Amazon Linux 2023", "2.34", "amazonlinux2023">;

def : Release<"fedora38", "Fedora 38", "2.37">;
def : Release<"fedora39", "Fedora 39", "2.38">;
def : Release<"fedora40", "Fedora 40", "2.39">;
def : Release<"fedora41", "Fedora 41", "2.40">;
def : Release<"fedora42", "Fedora 42", "2.41">;
def : Release<"fedora43", "Fedora 43", "2.42">;

def : Release<"sles12.5", "SLES 12 SP5", "2.22">;
foreach servicePack = ["1", "2"] in def : Release<"sles15." # servicePack, "SLES 15 SP" # servicePack, "2.26">;
foreach servicePack = ["3", "4", "5"] in def : Release<"sles15." # servicePack, "SLES 15 SP" # servicePack, "2.31">;
foreach servicePack = ["6", "7"] in def : Release<"sles15." # servicePack, "SLES 15 SP" # servicePack, "2.38">;
def : Release<"sles16.0", "SLES 16.0", "2.40">;
foreach minor = ["3", "4", "5"] in def : Release<"leap15." # minor, "openSUSE Leap 15." # minor, "2.31">;
def : Release<"leap15.6", "openSUSE Leap 15.6", "2.38">;

// The tags of Python's wheels (PEP 599, PEP 600) name a glibc as well.
def : Release<"manylinux2014", "manylinux2014", "2.17">;

def Releases : GenericTable {
  let FilterClass = "Release";
  let CppTypeName = "Release";
  let Fields = ["Name", "Codename", "Title", "Glibc"];
}
