-- $1 number and $2 hash of the last pruned row, $3 time, $4 how many rows were pruned.
insert into audit_anchor (id, hash, pruned_at, pruned_rows)
values ($1::bigint, $2::bytea, $3::timestamptz, $4::bigint)
on conflict (id) do update
set hash = excluded.hash, pruned_at = excluded.pruned_at, pruned_rows = excluded.pruned_rows
