-- A browser in which a person has signed in. Whoever guesses at their password elsewhere does not keep it out: its tries
-- are counted apart. Only the hash of its token is kept.
create table known_browser (
    token_hash blob not null,
    person_id integer not null references person (id),
    known_since text not null,
    primary key (token_hash, person_id)
) strict, without rowid;
create index known_browser_by_person on known_browser (person_id);
