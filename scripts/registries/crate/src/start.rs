//! Finds the installed linkshim and becomes it.
use std::process::exit;

fn give_up(facts: &str) -> ! {
    eprintln!("linkshim: error: linkshim itself is not installed");
    eprintln!("  this program: starts it, and has no sysroots of its own");
    eprintln!("{facts}");
    exit(1)
}

/// Becomes the first `linkshim` on PATH that is no program of this crate. linkshim acts by the name that it is called with,
/// so that name is passed on; `tool` where there is none. Without a linkshim, says how to install it, and ends with status 1.
#[cfg(target_os = "linux")]
pub fn as_tool(tool: &str) -> ! {
    use std::ffi::OsStr;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    let passed = installed::launchers();
    let Some(program) = installed::program(&passed) else {
        give_up(
            "  looked for: another `linkshim` on PATH\n  try: cargo binstall --force cargo-linkshim, or pip install linkshim",
        )
    };
    let called = std::env::args_os().next().unwrap_or_default();
    let name = Path::new(&called).file_name().unwrap_or(OsStr::new(tool));
    let error = Command::new(&program).arg0(name).args(std::env::args_os().skip(1)).env(installed::PASSED, passed).exec();
    eprintln!("linkshim: error: {} could not be started\n  reason: {error}", program.display());
    exit(1)
}

#[cfg(not(target_os = "linux"))]
pub fn as_tool(_tool: &str) -> ! {
    give_up("  hosts: Linux on x86_64 and aarch64, a container or WSL among them")
}

#[cfg(target_os = "linux")]
mod installed {
    use std::env;
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    /// The programs of this crate that one call came through, so that two of them on PATH do not start each other for ever.
    pub const PASSED: &str = "LINKSHIM_LAUNCHERS";

    fn real(path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.into())
    }

    /// PASSED with this program in it.
    pub fn launchers() -> OsString {
        let before = env::var_os(PASSED).unwrap_or_default();
        let own = env::current_exe().map(|path| real(&path)).unwrap_or_default();
        let all = env::split_paths(&before).filter(|path| !path.as_os_str().is_empty() && *path != own);
        env::join_paths(all.chain([own.clone()])).unwrap_or_else(|_| own.into())
    }

    /// Where linkshim is; `passed` are no candidates, nor is what lies beside this program.
    pub fn program(passed: &OsString) -> Option<PathBuf> {
        let beside = env::current_exe().ok().and_then(|path| real(&path).parent().map(Path::to_path_buf));
        let no_candidates: Vec<PathBuf> = env::split_paths(passed).collect();
        env::split_paths(&env::var_os("PATH").unwrap_or_default())
            .map(|folder| folder.join("linkshim"))
            .filter(|path| fs::metadata(path).map_or(false, |data| data.is_file() && data.permissions().mode() & 0o111 != 0))
            .find(|path| {
                let path = real(path);
                !no_candidates.contains(&path) && path.parent() != beside.as_deref()
            })
    }
}
