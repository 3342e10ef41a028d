-- Account $1, if it is at version $2: $3 display name, $4 role, $5 city, $6 units, $7 state, $8 subject at the provider.
-- None: somebody else was faster.
update account set display_name = $3::text, role = $4::text, city = $5::text, units = $6::text[], state = $7::text,
  provider_subject = $8::text, version = version + 1, change = default
where id = $1::uuid and version = $2::bigint
