-- Keys or tokens ($1) of city $2 ('*': of all), or the one numbered $3 (null: all of them), the newest first and revoked
-- ones last. A row: one of them, and when and from where it was last used.
select credential.id, credential.name, credential.city, credential.units, credential.scopes, credential.screen,
  credential.claimed_at, credential.created_at, credential.created_by, credential.expires_at, credential.revoked_at,
  used.used_at, used.address
from credential
left join credential_use as used on used.credential_id = credential.id
where kind = $1::text and ($2::text = '*' or city = $2::text) and ($3::uuid is null or id = $3::uuid)
order by credential.revoked_at is not null, credential.created_at desc, credential.id
