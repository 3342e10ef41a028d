-- Gives account $1 the sealed secret $2 at $3; $4 is the step of the code that confirmed it. None: it has one already.
insert into account_second_factor (account_id, sealed_secret, enrolled_at, last_step)
values ($1::uuid, $2::bytea, $3::timestamptz, $4::bigint)
on conflict (account_id) do nothing
