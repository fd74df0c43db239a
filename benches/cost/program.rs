//! The built program, running as in use and spoken to over loopback.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::process::memory;
use crate::{Arguments, Measured};

/// A running server. It ends with this value.
pub struct Program {
    child: Child,
    address: String,
}

impl Program {
    /// Starts it with a database, and waits until it says where it is.
    pub fn start(arguments: &Arguments, database: &Path) -> Measured<Self> {
        let mut child = Command::new(&arguments.program)
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(database)
            .arg("--site")
            .arg(&arguments.site)
            .env("S11_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let said = BufReader::new(child.stdout.take().ok_or("no output to read")?);
        let mut program = Self { child, address: String::new() };
        for line in said.lines() {
            if let Some(address) = line?.strip_prefix("section11 is at http://") {
                address.clone_into(&mut program.address);
                return Ok(program);
            }
        }
        Err("the program did not say where it is".into())
    }

    /// The memory that is resident, in bytes.
    pub fn memory(&self) -> Measured<u64> {
        memory(&self.child.id().to_string(), "VmRSS")
    }

    /// Asks for a page on a connection of its own, and reads all of it; the status.
    pub async fn get(&self, path: &str) -> Measured<u16> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)).await
    }

    /// Posts a form on a connection of its own, and reads all of the answer; the status.
    pub async fn post(&self, path: &str, cookie: &str, body: &str) -> Measured<u16> {
        self.ask(&format!("{}Connection: close\r\n\r\n{body}", self.head(path, cookie, body.len()))).await
    }

    /// Begins to post a form of so many bytes and sends none of them.
    pub async fn begin_to_post(&self, path: &str, length: usize) -> Measured<TcpStream> {
        let mut connection = TcpStream::connect(&self.address).await?;
        connection.write_all(format!("{}\r\n", self.head(path, "", length)).as_bytes()).await?;
        Ok(connection)
    }

    fn head(&self, path: &str, cookie: &str, length: usize) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n",
            self.address
        )
    }

    async fn ask(&self, request: &str) -> Measured<u16> {
        let mut connection = TcpStream::connect(&self.address).await?;
        // What is refused unread is answered before it was sent.
        let _ = connection.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let read = connection.read_to_end(&mut answer).await;
        let status = answer.get(9..12).and_then(|status| std::str::from_utf8(status).ok()?.parse().ok());
        match (status, read) {
            (Some(status), _) => Ok(status),
            (None, read) => Err(format!("no answer: {read:?}").into()),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
