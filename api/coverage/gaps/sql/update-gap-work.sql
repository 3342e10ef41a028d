-- Changes work $1, of version $2: $3 status, $4 office, $5 due, $6 remedy, $7 when, $8 revision that covered it or null.
-- A row: its id; none: somebody else has changed it.
update gap_work set status = $3::text, office = $4::text, due = $5::date, remedy = $6::text,
  closed_at = case when $3::text = 'closed' then $7::timestamptz end, closed_by = $8::bigint, version = version + 1
where id = $1::bigint and version = $2::integer
returning id
