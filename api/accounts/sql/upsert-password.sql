-- Gives account $1 the password hash $2 at $3; $4: chosen by somebody else, so good for one sign-in.
insert into account_password (account_id, hash, set_at, initial) values ($1::uuid, $2::text, $3::timestamptz, $4::boolean)
on conflict (account_id) do update set hash = excluded.hash, set_at = excluded.set_at, initial = excluded.initial
