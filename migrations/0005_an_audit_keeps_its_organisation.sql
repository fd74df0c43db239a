-- What an organisation was called, and of which kind it was, while its audit could be answered: a school that becomes an
-- academy, or takes in another age group, must not move the figures of rounds that are over. Until an audit is submitted
-- or its form closes, the program lets these follow the organisation.

alter table audit add column organisation_name text not null default '';
alter table audit add column sector text not null default 'other' check (sector in ('education', 'health', 'voluntary',
    'local-authority', 'police', 'fire', 'probation', 'cafcass', 'housing', 'other'));
alter table audit add column sub_sector text check (sub_sector in ('early-years', 'primary', 'secondary',
    'all-through', 'special', 'alternative-provision', 'independent', 'post-16'))
    check ((sector = 'education') = (sub_sector is not null));

-- A record says under which name it was handed in; which kind it was then is not known, and taken to be today's.
update audit set organisation_name = o.name, sector = o.sector, sub_sector = o.sub_sector
from organisation o where o.id = audit.organisation_id;
update audit set organisation_name = json_extract(s.content, '$.organisation_name')
from submission s where s.audit_id = audit.id and case when json_valid(s.content)
    then json_type(s.content, '$.organisation_name') = 'text' and s.content ->> '$.organisation_name' <> '' end;

create trigger audit_begins_as_its_organisation_is after insert on audit when new.organisation_name = ''
begin
    update audit set organisation_name = o.name, sector = o.sector, sub_sector = o.sub_sector
    from organisation o where o.id = new.organisation_id and audit.id = new.id;
end;

create trigger submitted_audit_keeps_its_organisation
before update of organisation_id, organisation_name, sector, sub_sector on audit
when old.state = 'submitted' and old.organisation_name <> ''
begin select raise(abort, 'a submitted audit keeps what its organisation was'); end;

-- `insert or replace` deletes first: with `recursive_triggers`, which the program turns on, that is refused too.
create trigger submitted_audit_stays before delete on audit when old.state = 'submitted'
begin select raise(abort, 'a submitted audit is never deleted'); end;
