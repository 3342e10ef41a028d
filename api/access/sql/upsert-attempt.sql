-- Counts one more attempt of key $1 at $2, as if it had failed: from failure $3 on the key is closed for $4 minutes, twice
-- as long after each further one, up to a day; before that for seconds that double, from failure $5 on. A day without
-- failures forgets them. An attempt later than $6 was made before the clock was set back: its key is open. A row: the attempt may be made; none: the key is closed.
insert into sign_in_attempt as known (key, failures, last_at, locked_until)
values ($1::text, 1, $2::timestamptz, $2::timestamptz)
on conflict (key) do update set
  failures = case when known.last_at < $2::timestamptz - interval '1 day' then 1 else known.failures + 1 end,
  last_at = $2::timestamptz,
  locked_until = $2::timestamptz + case
    when known.last_at < $2::timestamptz - interval '1 day' or known.failures + 1 < least($5::int, $3::int) then interval '0'
    when known.failures + 1 < $3::int then make_interval(secs => least(60, power(2, known.failures - 1)))
    else make_interval(mins => least(1440, $4::int * power(2, least(12, known.failures + 1 - $3::int)))::int)
  end
where known.locked_until <= $2::timestamptz or known.last_at > $6::timestamptz
returning failures
