-- Whether an audit may be submitted with a best score that nothing stands beside: the board's own rule. Boards that are
-- there already go on as before: advised, not required.
alter table board add column best_scores_need_evidence integer not null default 0 check (best_scores_need_evidence in (0, 1));
