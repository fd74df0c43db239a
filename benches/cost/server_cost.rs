//! What the built program takes to start with a database, and the memory that it then keeps.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::process::{megabytes, memory, milliseconds};
use crate::table::Table;
use crate::{Arguments, Measured};

/// How many pages it has answered before its memory is read.
const PAGES: usize = 100;

/// Starts the program as in use, and stops it again.
pub fn of_a_start(arguments: &Arguments, database: &Path, table: &mut Table) -> Measured<()> {
    let began = Instant::now();
    let mut server = Server(
        Command::new(&arguments.program)
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(database)
            .arg("--site")
            .arg(&arguments.site)
            .env("S11_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?,
    );
    // Kept until the end: it goes on to print, and would fail if nobody listened.
    let mut said = BufReader::new(server.0.stdout.take().ok_or("no output to read")?);
    let mut address = None;
    for line in said.by_ref().lines() {
        address = line?.strip_prefix("section11 is at http://").map(str::to_owned);
        if address.is_some() {
            break;
        }
    }
    let address = address.ok_or("the program did not say where it is")?;
    get(&address, "/live")?;
    let started = began.elapsed();
    let fresh = memory(&server.0.id().to_string(), "VmRSS")?;
    for _ in 0..PAGES {
        get(&address, "/sign-in")?;
    }
    let used = memory(&server.0.id().to_string(), "VmRSS")?;
    table.figure("start with the database", "≤ 2 s", milliseconds(started));
    let figure = format!("{} ({} after {PAGES} pages)", megabytes(fresh), megabytes(used));
    table.figure("idle memory", "≤ 100 MB", figure);
    Ok(())
}

/// The running program; it ends with this value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks for a page on a connection of its own, and reads all of it.
fn get(address: &str, path: &str) -> Measured<()> {
    let mut connection = TcpStream::connect(address)?;
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    if answer.starts_with(b"HTTP/1.1 200 ") { Ok(()) } else { Err(format!("{path} did not answer 200").into()) }
}
