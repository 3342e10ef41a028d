-- What the wall of display token $1 says: $2 city, $3 screen, $4 when, $5 its report.
insert into screen_seen (credential_id, city, screen, seen_at, report)
values ($1::uuid, $2::text, $3::text, $4::timestamptz, $5::jsonb)
on conflict (credential_id) do update set city = excluded.city, screen = excluded.screen, seen_at = excluded.seen_at, report = excluded.report
