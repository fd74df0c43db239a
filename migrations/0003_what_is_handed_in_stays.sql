-- What an organisation has handed in is what everybody reads for ever after: its record, its answers, their history.
-- The program never changes them; from here on no statement can.

create trigger submission_stays before delete on submission
begin select raise(abort, 'a submission is never deleted'); end;
create trigger answer_save_stays before delete on answer_save
begin select raise(abort, 'history is never deleted'); end;
create trigger audit_stays_submitted before update of state, submitted_at on audit when old.state = 'submitted'
begin select raise(abort, 'a submitted audit stays submitted'); end;

create trigger submitted_answers_are_whole before insert on answer
when (select state from audit where id = new.audit_id) = 'submitted'
begin select raise(abort, 'a submitted audit takes no answer'); end;
create trigger submitted_answers_never_change before update on answer
when (select state from audit where id = old.audit_id) = 'submitted'
begin select raise(abort, 'a submitted answer never changes'); end;
create trigger submitted_answers_stay before delete on answer
when (select state from audit where id = old.audit_id) = 'submitted'
begin select raise(abort, 'a submitted answer is never deleted'); end;

create trigger submitted_texts_are_whole before insert on answer_text
when (select state from audit where id = new.audit_id) = 'submitted'
begin select raise(abort, 'a submitted audit takes no answer'); end;
create trigger submitted_texts_never_change before update on answer_text
when (select state from audit where id = old.audit_id) = 'submitted'
begin select raise(abort, 'a submitted answer never changes'); end;
create trigger submitted_texts_stay before delete on answer_text
when (select state from audit where id = old.audit_id) = 'submitted'
begin select raise(abort, 'a submitted answer is never deleted'); end;
