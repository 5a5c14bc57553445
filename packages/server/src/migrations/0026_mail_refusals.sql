-- A mail server's refusal may repeat the recipient. Of those that earlier releases kept with tasks, the reply code stays.
update graphile_worker._private_jobs
   set last_error = 'The mail server answered with '
         || coalesce(substring(last_error from '^The mail server said: (\d{3})'), 'no reply code') || '.'
 where last_error like 'The mail server said: %';
