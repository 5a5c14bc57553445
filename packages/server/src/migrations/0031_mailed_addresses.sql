-- Which of the addresses that codes go to are one mailbox: plus-addresses, and dots where the provider ignores them.
alter table sign_in_codes add column mailbox text;
create index sign_in_codes_mailbox on sign_in_codes (institution_id, mailbox, created_at) where mailbox <> email;
create index sign_in_codes_network on sign_in_codes (institution_id, network, created_at) where network is not null;
