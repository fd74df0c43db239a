//! What must hold on every route, in every state, for everybody.

mod any_input;
mod cost;
mod disclosure;
mod every_route;
mod every_write;
mod everything;
mod hostile;
mod limits;
mod logs;
mod policy;
mod races;
mod said_in_every_state;
mod security;
mod states;
mod twice;
mod unseen;
mod whole_pages;
