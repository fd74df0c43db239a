-- The day on which the text of by when was last changed, in London: a date without a year is the next such date after it,
-- whatever else of the answer is saved later. Empty means the day of the answer's own saved_at.
alter table answer_text add column by_when_typed_on text not null default '';
