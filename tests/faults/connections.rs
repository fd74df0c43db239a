//! Clients that hold connections and never say what they want.

use std::time::Duration;

use super::board::Board;
use super::client::{self, Said};
use super::server::Server;

/// F23: hundreds that never end their headers beside people who save: everybody who saves is answered.
#[tokio::test(flavor = "multi_thread")]
async fn f23_hundreds_that_never_end_their_headers_keep_nobody_from_saving() {
    let mut board = Board::new(5).await;
    let server = Server::start(&board.database);
    let mut silent = Vec::new();
    for _ in 0..500 {
        silent.push(client::half_a_header(server.address).await);
    }
    let saving = board.save_all_the_time(&server);
    tokio::time::sleep(Duration::from_millis(700)).await;
    let said = saving.finish_early(&mut board).await;
    assert_eq!((said.refused, said.failed, said.lost), (0, 0, 0), "{said:?}");
    assert!(said.saved > 0, "{said:?}");
    drop(silent);
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
    println!("F23: {} saves beside 500 silent connections; {}", said.saved, board.words());
}

/// F23: a process that may open no more files accepts again as soon as it may.
#[tokio::test(flavor = "multi_thread")]
async fn f23_a_process_that_may_open_no_more_files_recovers() {
    let mut board = Board::new(1).await;
    let server = Server::start_with_few_files(&board.database, 60);
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(client::half_a_header(server.address).await);
    }
    server.has_logged("a connection was not accepted");
    drop(silent);
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    assert_eq!(client::get(&server, "/ready", "").await.0, 200);
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
}
