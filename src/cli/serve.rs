//! `serve` and `sample`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use clap::Args;
use section11::domain::person::Role;
use section11::http::client_address::Proxies;
use section11::http::log_lines::LogLines;
use section11::http::{router, serve};
use section11::operations::Installation;
use section11::operations::Opening;
use tokio::net::TcpListener;

use super::database::{BASE_URL, Database, Reached};
use super::failure::Failure;

/// How long readings under way may take once everything else has ended.
const LAST_READINGS: Duration = Duration::from_secs(5);

/// The options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    reached: Reached,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "S11_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:3011")]
    listen: SocketAddr,
    /// Fill the database with the sample board if it is empty; makes it if it is missing
    #[arg(long, env = "S11_SAMPLE")]
    sample: bool,
    /// Make the database if it is missing
    #[arg(long, env = "S11_CREATE")]
    create: bool,
    /// A TLS proxy in front, whose X-Forwarded-For is believed; may be given more than once
    #[arg(long = "proxy", env = "S11_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    proxies: Vec<IpAddr>,
    /// The folder of the built scripts and styles
    #[arg(long, env = "S11_SITE", value_name = "FOLDER", default_value = "target/site")]
    site: String,
    /// Write logs as JSON, one object a line
    #[arg(long, env = "S11_LOG_JSON")]
    log_json: bool,
}

impl Serve {
    /// Serves until told to stop.
    pub async fn run(self) -> Result<(), Failure> {
        start_logging(self.log_json)?;
        let opening = if self.create || self.sample { Opening::Create } else { Opening::Existing };
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| Failure::because(format!("cannot listen on {}: {error}", self.listen)))?;
        let address = listener.local_addr().map_err(Failure::because)?;
        let base_url = base_url(&self.reached.base_url, self.listen, address);
        let (_in_use, installation) = self.database.open_alone(opening, &base_url).await?;
        if self.sample && installation.awaits_set_up() {
            installation.fill_with_sample().await?;
        }
        if !serve::has_built_files(&self.site) {
            return Err(Failure::because(format!(
                "{}/pkg is not there: build with `cargo xtask build`, or name the folder with --site",
                self.site
            )));
        }
        let files = serve::built_files();
        // The service goes on when nobody reads its console any more.
        let _ = std::io::stdout().write_all(announcement(&installation).as_bytes());
        let store = installation.store.clone();
        store.is_served();
        let looking = store.clone();
        tokio::spawn(async move { looking.look_for_damage().await });
        let router = router(installation, &self.site, files);
        let served = serve::serve(listener, router, serve::Limits::default(), Proxies(self.proxies));
        served.await.map_err(Failure::because)?;
        // A reading that somebody has left behind keeps nobody waiting: all that was acknowledged is on the disk.
        let _ = tokio::time::timeout(LAST_READINGS, store.close()).await;
        Ok(())
    }
}

/// The default address becomes that of the listener where another was asked for, such as port 0.
fn base_url(given: &str, asked: SocketAddr, got: SocketAddr) -> String {
    if given == BASE_URL && asked.to_string() != "127.0.0.1:3011" { format!("http://{got}") } else { given.into() }
}

/// Where the service is, and who can sign in at first.
fn announcement(installation: &Installation) -> String {
    let base_url = &installation.base_url;
    let then = if installation.awaits_set_up() {
        let token = installation.set_up_token();
        format!("This installation is empty. Set it up at {base_url}/set-up with the token\n  {}\n", token.reveal())
    } else if installation.holds_sample_data() {
        sample_accounts()
    } else {
        String::new()
    };
    format!("section11 is at {base_url}\n{then}")
}

/// The sample's accounts with their passwords, and what each is.
fn sample_accounts() -> String {
    let mut accounts = "Sample accounts (invented people, for trying the application):\n".to_owned();
    let organisations = section11::operations::installation::sample_board::sample_organisations();
    for person in section11::operations::installation::sample_board::accounts() {
        let board = person.board_role.map(|role| Role::Board(role).words().to_owned());
        let of = person
            .memberships
            .iter()
            .map(|(place, role)| format!("{} of {}", Role::Organisation(*role).words(), organisations[*place].name));
        let roles: Vec<_> = board.into_iter().chain(of).collect();
        let roles = roles.join(", ");
        writeln!(accounts, "  {:36} {:28} {roles}", person.email, person.password).expect("a text takes every line");
    }
    accounts
}

/// What is logged unless `S11_LOG` says otherwise.
const LOGGED: &str = "warn,section11=info";

fn start_logging(json: bool) -> Result<(), Failure> {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = match std::env::var("S11_LOG") {
        Ok(asked) if !asked.is_empty() => EnvFilter::try_new(&asked)
            .map_err(|error| Failure::because(format!("S11_LOG is \"{asked}\", which is not a filter: {error}")))?,
        _ => EnvFilter::new(LOGGED),
    };
    // No colours: they are control characters, which no line has.
    let logs = fmt().with_env_filter(filter).with_writer(LogLines(std::io::stderr)).with_ansi(false);
    // What a panic says is a line of the log like any other.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string);
        tracing::error!(at, said = panic.payload_as_str(), "a thread panicked");
    }));
    if json {
        logs.json().init();
    } else {
        logs.init();
    }
    Ok(())
}

/// Fills an empty database with the sample board.
pub async fn sample(database: &Database) -> Result<(), Failure> {
    let (_in_use, installation) = database.open_alone(Opening::Create, BASE_URL).await?;
    installation.fill_with_sample().await?;
    tell!(std::io::stdout(), "{}", sample_accounts().trim_end());
    installation.store.close().await;
    Ok(())
}
