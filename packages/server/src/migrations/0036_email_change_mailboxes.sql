-- Which of the addresses that members want to change to are one mailbox, as sign_in_codes has it.
alter table email_changes add column mailbox text;
create index email_changes_mailbox on email_changes (institution_id, mailbox, created_at);
