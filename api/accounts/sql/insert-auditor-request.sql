-- Request $1: action $3 for account $2, asked for by account $4 at $5. None: it is asked for already.
insert into auditor_request (id, account_id, action, requested_by, requested_at)
values ($1::uuid, $2::uuid, $3::text, $4::uuid, $5::timestamptz)
on conflict (account_id, action) do nothing
