-- Wrong codes of authenticator apps: those by strangers under one hash a person, and those in each browser in which the
-- person has signed in before under another.
create table wrong_codes (
    counted_under blob primary key,
    person_id integer not null references person (id),
    -- In a row: each further ten cost a longer wait.
    wrong integer not null check (wrong >= 0),
    -- Of which the person has not been told.
    untold integer not null check (untold >= 0),
    last_at text not null
) strict, without rowid;
create index wrong_codes_by_person on wrong_codes (person_id);

-- Those that whoever signs in gives first are no news to them.
alter table session add column wrong_codes integer not null default 0;
-- When the person was last told, or had nothing to be told of.
alter table person add column signed_in_at text;
