-- Times are UTC texts with milliseconds ('2026-11-21T14:32:05.123Z'), so that they sort; days are 'YYYY-MM-DD'.

-- The board of this installation: exactly one row once it is set up.
create table board (
    id integer primary key check (id = 1),
    name text not null,
    short_name text not null,
    contact_email text not null,
    legal_basis text not null,
    holds_sample_data integer not null check (holds_sample_data in (0, 1)),
    created_at text not null
) strict;

-- An edition of a form. Its content is the whole form as it was loaded; it never changes.
create table form_edition (
    id integer primary key,
    form text not null check (form in ('schools', 'partners')),
    edition text not null,
    content text not null,
    unique (form, edition)
) strict;

create trigger form_edition_is_immutable before update on form_edition
begin select raise(abort, 'a form edition never changes'); end;
create trigger form_edition_stays before delete on form_edition
begin select raise(abort, 'a form edition is never deleted'); end;

-- The questions of an edition, for answers to refer to. Texts are in the edition's content.
create table question (
    id integer primary key,
    form_edition_id integer not null references form_edition (id),
    question_key text not null,
    standard integer not null check (standard between 1 and 7),
    unique (form_edition_id, question_key)
) strict;

create table organisation (
    id integer primary key,
    reference text not null unique,
    name text not null,
    sector text not null check (sector in ('education', 'health', 'voluntary', 'local-authority', 'police', 'fire',
        'probation', 'cafcass', 'housing', 'other')),
    sub_sector text check (sub_sector in ('early-years', 'primary', 'secondary', 'all-through', 'special',
        'alternative-provision', 'independent', 'post-16')),
    group_name text,
    basis text not null check (basis in ('statutory', 'commissioned')),
    urn text unique,
    laestab text unique,
    ukprn text unique,
    ods text unique,
    charity_number text unique,
    created_at text not null,
    closed_at text,
    check ((sector = 'education') = (sub_sector is not null))
) strict;

create table person (
    id integer primary key,
    email text not null unique,
    name text not null,
    password_hash text,
    board_role text check (board_role in ('administrator', 'reviewer')),
    -- The secret of the authenticator app, once it is confirmed; the last used time step, so that no code works twice.
    authenticator_secret blob,
    authenticator_last_step integer,
    is_sample integer not null default 0 check (is_sample in (0, 1)),
    created_at text not null,
    disabled_at text
) strict;

create table membership (
    person_id integer not null references person (id),
    organisation_id integer not null references organisation (id),
    role text not null check (role in ('lead', 'contributor')),
    primary key (person_id, organisation_id)
) strict, without rowid;
create index membership_by_organisation on membership (organisation_id);

-- A signed-in browser. Only the hash of its token is kept.
create table session (
    token_hash blob primary key,
    person_id integer not null references person (id),
    created_at text not null,
    last_seen_at text not null,
    -- Whether a code from the authenticator app is still to come; until then the session opens nothing else.
    awaits_code integer not null check (awaits_code in (0, 1))
) strict, without rowid;
create index session_by_person on session (person_id);

-- A one-time link to set a password. Only the hash of its token is kept.
create table password_link (
    token_hash blob primary key,
    person_id integer not null references person (id),
    created_at text not null,
    expires_at text not null,
    used_at text
) strict, without rowid;
create index password_link_by_person on password_link (person_id);

-- Tries to sign in, for throttling; old rows are deleted.
create table sign_in_try (
    id integer primary key,
    account_hash blob not null,
    at text not null
) strict;
create index sign_in_try_by_account on sign_in_try (account_hash, at);

create table audit_round (
    id integer primary key,
    title text not null,
    slug text not null unique,
    created_at text not null,
    opened_at text
) strict;

create table round_form (
    round_id integer not null references audit_round (id),
    form text not null check (form in ('schools', 'partners')),
    form_edition_id integer not null references form_edition (id),
    opens text not null,
    due text not null,
    closes text not null,
    primary key (round_id, form),
    check (opens <= due and due <= closes)
) strict, without rowid;

-- An organisation's return in a round.
create table audit (
    id integer primary key,
    round_id integer not null references audit_round (id),
    organisation_id integer not null references organisation (id),
    form_edition_id integer not null references form_edition (id),
    state text not null check (state in ('invited', 'started', 'submitted')),
    invited_at text not null,
    started_at text,
    submitted_at text,
    unique (round_id, organisation_id),
    check (state <> 'invited' or started_at is null),
    check ((state = 'submitted') = (submitted_at is not null))
) strict;
create index audit_by_organisation on audit (organisation_id);
create index audit_by_round_form on audit (round_id, form_edition_id, state, organisation_id);

-- What was handed in: the whole record as one text with its hash, and who declared it.
create table submission (
    audit_id integer primary key references audit (id),
    reference text not null unique,
    submitted_at text not null,
    submitted_by integer not null references person (id),
    declared_name text not null,
    declared_role text not null,
    declared_on text not null,
    content text not null,
    content_hash text not null
) strict;

create trigger submission_is_immutable before update on submission
begin select raise(abort, 'a submission never changes'); end;

-- The choice of an answer. A question without a row is not answered, as is one with neither score nor mark.
-- Counting reads only this table; texts are in answer_text.
create table answer (
    audit_id integer not null references audit (id),
    question_id integer not null references question (id),
    score integer check (score in (1, 2, 3)),
    not_applicable integer not null check (not_applicable in (0, 1)),
    revision integer not null check (revision > 0),
    primary key (audit_id, question_id),
    check (score is null or not_applicable = 0)
) strict, without rowid;

create table answer_text (
    audit_id integer not null,
    question_id integer not null,
    reason text not null,
    evidence text not null,
    action_what text not null,
    action_who text not null,
    action_by_when text not null,
    no_action_reason text not null,
    saved_at text not null,
    saved_by integer not null references person (id),
    primary key (audit_id, question_id),
    foreign key (audit_id, question_id) references answer (audit_id, question_id)
) strict, without rowid;

-- Every save of an answer: its history, and the first result that a retry is answered from.
create table answer_save (
    id integer primary key,
    audit_id integer not null references audit (id),
    question_id integer not null references question (id),
    revision integer not null,
    save_id text not null,
    saved_at text not null,
    saved_by integer not null references person (id),
    choice text not null check (choice in ('', '1', '2', '3', 'not_applicable')),
    reason text not null,
    evidence text not null,
    action_what text not null,
    action_who text not null,
    action_by_when text not null,
    no_action_reason text not null,
    unique (audit_id, question_id, revision),
    unique (audit_id, question_id, save_id)
) strict;

create trigger answer_save_is_immutable before update on answer_save
begin select raise(abort, 'history never changes'); end;

create table action (
    id integer primary key,
    organisation_id integer not null references organisation (id),
    number integer not null check (number > 0),
    audit_id integer not null references audit (id),
    question_id integer not null references question (id),
    what text not null,
    who text not null,
    by_when text not null,
    status text not null check (status in ('not_started', 'in_progress', 'done', 'no_longer_needed')),
    done_on text,
    progress text not null,
    impact text not null,
    revision integer not null check (revision > 0),
    changed_at text not null,
    unique (organisation_id, number),
    check ((status = 'done') = (done_on is not null))
) strict;
create index action_by_audit on action (audit_id);

-- Who did what, when. Written in the same transaction as what it tells of; never changed.
create table log (
    id integer primary key,
    at text not null,
    person_id integer references person (id),
    operation text not null,
    organisation_id integer references organisation (id),
    round_id integer references audit_round (id),
    audit_id integer references audit (id),
    subject text not null
) strict;
create index log_by_audit on log (audit_id);

create trigger log_is_immutable before update on log
begin select raise(abort, 'the log never changes'); end;
create trigger log_stays before delete on log
begin select raise(abort, 'the log is never deleted'); end;
