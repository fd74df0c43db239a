-- Who changed an action last: two who keep a plan at the same time are told of each other by name. Until now only the
-- log knew; an action that nobody has changed since is its submitter's.
alter table action add column changed_by integer references person (id);
update action set changed_by = (select s.submitted_by from submission s where s.audit_id = action.audit_id);
-- The log is long, so it is read once: a line's subject begins with the action's number, as in "A-014 done".
update action set changed_by = l.person_id
from (select organisation_id, cast(substr(subject, 3, instr(subject, ' ') - 3) as integer) as number, max(id), person_id
      from log where operation = 'action changed' and person_id is not null group by 1, 2) l
where l.organisation_id = action.organisation_id and l.number = action.number;
