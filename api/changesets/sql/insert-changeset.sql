-- $1 revision, $2 request id, $3 kind, $4 actor, $5 note, $6 time. No row: the request was committed before.
insert into changeset (revision, request_id, kind, actor, note, committed_at) values ($1, $2, $3, $4, $5, $6)
on conflict (request_id) do nothing
returning id
