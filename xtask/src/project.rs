//! Where everything is: the checkout, the target directory, and what each profile builds where.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The application's name: of its package, its program, and the files that the browser loads.
pub const NAME: &str = "section11";

/// The target of the browser's half.
pub const WASM: &str = "wasm32-unknown-unknown";

/// How carefully to compile: quickly for work, or small and fast for use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Dev,
    /// Small and fast to run; the browser's files are also written compressed.
    Release,
}

/// The checkout and its target directory.
pub struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// The checkout that this program was compiled in.
    pub fn find() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the manifest's directory is xtask, inside the checkout")
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |path| root.join(path));
        Self { root, target }
    }

    /// A path in the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path in the target directory.
    pub fn target(&self, relative: &str) -> PathBuf {
        self.target.join(relative)
    }

    /// What the server serves as files: `pkg/` and everything of `public/`.
    pub fn site(&self) -> PathBuf {
        self.target("site")
    }

    /// The directory of the server's program; Leptos reads the hashes of the browser's files beside it.
    pub fn program_directory(&self, profile: Profile) -> PathBuf {
        self.target(match profile {
            Profile::Dev => "debug",
            Profile::Release => "release",
        })
    }

    /// The server's program.
    pub fn program(&self, profile: Profile) -> PathBuf {
        self.program_directory(profile).join(format!("{NAME}{}", env::consts::EXE_SUFFIX))
    }

    /// The browser's half as the compiler leaves it.
    pub fn wasm(&self, profile: Profile) -> PathBuf {
        let directory = match profile {
            Profile::Dev => "debug",
            Profile::Release => "wasm-release",
        };
        self.target(WASM).join(directory).join(format!("{NAME}.wasm"))
    }

    /// A command to be run in the checkout.
    pub fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(&self.root);
        command
    }

    /// The same cargo that runs this program.
    pub fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// A script of an installed npm package, for example `sass/sass.js`.
    pub fn node(&self, script: &str) -> Command {
        let mut command = self.command("node");
        command.arg(self.path("node_modules").join(script));
        command
    }
}
