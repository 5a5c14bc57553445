-- How much of a profile its person has filled in, in percent: for reminders and reports. Names and degrees are the register's.
alter table profiles add column completeness smallint not null generated always as (
  10 * (num_nonnulls(photo_url, headline, bio, company, title, industry, city, email)
        + (skills <> '{}')::int + (links <> '[]')::int)
) stored;
