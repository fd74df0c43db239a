-- The organisations that somebody belonged to. Own results leave them out for good: whoever has read their answers could
-- take them away from the figures of the others.
create table former_membership (
    person_id integer not null references person (id),
    organisation_id integer not null references organisation (id),
    primary key (person_id, organisation_id)
) strict, without rowid;

create trigger former_membership_kept after delete on membership
begin
    insert into former_membership (person_id, organisation_id) values (old.person_id, old.organisation_id)
    on conflict do nothing;
end;

-- Those that ended before are in the log.
insert into former_membership (person_id, organisation_id)
select distinct p.id, l.organisation_id
from log l join person p on l.subject = 'person ' || p.id
where l.operation = 'membership ended' and l.organisation_id is not null;
