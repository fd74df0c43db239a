-- Forms that were carried out: one that is sent twice is carried out once, also when the program was started anew in
-- between. The key is a hash of the form's id, whose session sent it, where to, and everything in it. The id is random and
-- kept nowhere, so that nobody can try what a form may have held.
create table post (
    key blob not null primary key check (length(key) = 32),
    at text not null
) strict, without rowid;
create index post_by_time on post (at);
