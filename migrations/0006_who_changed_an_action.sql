-- Who changed an action last: two who keep a plan at the same time are told of each other by name. Until now only the
-- log knew; an action that nobody has changed since is its submitter's.
alter table action add column changed_by integer references person (id);
update action set changed_by = coalesce(
    (select l.person_id from log l where l.operation = 'action changed' and l.organisation_id = action.organisation_id
        and l.subject like printf('A-%03d %%', action.number) order by l.id desc limit 1),
    (select s.submitted_by from submission s where s.audit_id = action.audit_id));
