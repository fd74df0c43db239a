//! What an export takes the place of: a regular file, and nothing else.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::said;
use crate::support::put_sample;

#[test]
fn no_export_takes_the_place_of_a_link_or_of_what_is_no_regular_file() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    put_sample(&database);
    let exports: [(&str, &[&str]); 6] = [
        ("csv", &["answers"]),
        ("xlsx", &["answers"]),
        ("csv", &["results"]),
        ("xlsx", &["results"]),
        ("csv", &["own-results", "--organisation", "O-0022"]),
        ("xlsx", &["action-plan", "--organisation", "O-0022"]),
    ];
    for (number, (extension, export)) in exports.into_iter().enumerate() {
        let place = |name: &str| folder.path().join(format!("{name}-{number}.{extension}"));
        let (real, link, dangling) = (place("real"), place("link"), place("dangling"));
        let (pipe, within) = (place("pipe"), place("folder"));
        fs::write(&real, "an older file").unwrap();
        symlink(&real, &link).unwrap();
        symlink("nowhere", &dangling).unwrap();
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        fs::create_dir(&within).unwrap();
        let export = |output: &Path| {
            let mut program = Command::new(env!("CARGO_BIN_EXE_section11"));
            program.arg("export").args(export).args(["--round", "2014", "--database"]).arg(&database);
            program.arg("--output").arg(output).env_remove("S11_DATABASE").output().unwrap()
        };
        for (output, why) in [
            (&link, "is a link; give the path of the file itself"),
            (&dangling, "is a link; give the path of the file itself"),
            (&pipe, "is a named pipe and would be replaced by a file"),
            (&within, "is a folder and would be replaced by a file"),
        ] {
            let kind = fs::symlink_metadata(output).unwrap().file_type();
            let refused = export(output);
            assert_eq!(refused.status.code(), Some(1), "{output:?}: {}", said(&refused));
            assert!(said(&refused).contains(&format!("{} {why}", output.display())), "{}", said(&refused));
            assert_eq!(fs::symlink_metadata(output).unwrap().file_type(), kind, "{output:?} was replaced");
        }
        assert_eq!(fs::read_to_string(&real).unwrap(), "an older file");
        let written = export(&real);
        assert!(written.status.success(), "{real:?}: {}", said(&written));
        assert_ne!(fs::read(&real).unwrap(), b"an older file");
    }
}
