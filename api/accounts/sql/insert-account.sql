-- A new account: $1 id, $2 name, $3 display name, $4 role, $5 city, $6 units, $7 subject at the provider, $8 now, $9 by whom.
insert into account (id, name, display_name, role, city, units, state, provider_subject, created_at, created_by)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text[], 'active', $7::text, $8::timestamptz, $9::text)
