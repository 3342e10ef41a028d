-- The walls of city $1, the latest heard of first. A row: a display token and what its wall last said.
select screen_seen.credential_id as display, credential.name, credential.revoked_at is not null as revoked, screen_seen.screen,
  screen_seen.seen_at, screen_seen.report
from screen_seen
join credential on credential.id = screen_seen.credential_id
where screen_seen.city = $1::text
order by screen_seen.seen_at desc
limit 2000
