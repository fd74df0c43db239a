-- Results count choices alone. So that a round of thousands is counted in one pass, each audit also holds all its
-- choices as one text, kept by the triggers below from the answers and by nothing else; `section11 check` compares.

-- The place of a question on its form, from 1.
alter table question add column position integer not null default 0;
update question set position =
    (select count(*) from question earlier
     where earlier.form_edition_id = question.form_edition_id and earlier.id <= question.id);
create unique index question_by_position on question (form_edition_id, position);

-- One character for each question, in the form's order: 3, 2, 1, n (not applicable) or - (not answered).
alter table audit add column choices text not null default '' check (choices not glob '*[^123n-]*');
update audit set choices =
    (select group_concat(case when an.not_applicable = 1 then 'n' else coalesce(an.score, '-') end, '' order by q.position)
     from question q left join answer an on an.audit_id = audit.id and an.question_id = q.id
     where q.form_edition_id = audit.form_edition_id);

create trigger audit_begins_unanswered after insert on audit
begin
    update audit set choices =
        printf('%.*c', (select count(*) from question where form_edition_id = new.form_edition_id), '-')
    where id = new.id;
end;

create trigger answer_is_among_the_choices after insert on answer
begin
    update audit set choices = substr(choices, 1, q.position - 1)
        || case when new.not_applicable = 1 then 'n' else coalesce(new.score, '-') end
        || substr(choices, q.position + 1)
    from question q
    where q.id = new.question_id and audit.id = new.audit_id and audit.form_edition_id = q.form_edition_id;
end;

create trigger changed_answer_is_among_the_choices after update on answer
begin
    update audit set choices = substr(choices, 1, q.position - 1)
        || case when new.not_applicable = 1 then 'n' else coalesce(new.score, '-') end
        || substr(choices, q.position + 1)
    from question q
    where q.id = new.question_id and audit.id = new.audit_id and audit.form_edition_id = q.form_edition_id;
end;

create trigger deleted_answer_is_no_longer_among_the_choices after delete on answer
begin
    update audit set choices = substr(choices, 1, q.position - 1) || '-' || substr(choices, q.position + 1)
    from question q
    where q.id = old.question_id and audit.id = old.audit_id and audit.form_edition_id = q.form_edition_id;
end;
