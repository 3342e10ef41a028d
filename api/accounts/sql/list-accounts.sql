-- Accounts of city $1 ('*': of all), with $2 in a name, of role $3, in state $4 (null: any), or the one numbered $5; at $6,
-- sessions seen since $7 counted. $8 rows from $9 on, by name. A row: an account, its sign-in, and how many there are.
select account.id, account.name, account.display_name, account.role, account.city, account.units, account.state,
  account.provider_subject, account.version, account.created_at, account.created_by, password.initial,
  factor.account_id is not null as second_factor, coalesce(live.sessions, 0) as sessions, live.seen_at,
  count(*) over () as total
from account
left join account_password as password on password.account_id = account.id
left join account_second_factor as factor on factor.account_id = account.id
left join (
  select account_id, count(*) filter (where ended_at is null and ends_at > $6::timestamptz and seen_at > $7::timestamptz) as sessions, max(seen_at) as seen_at
  from session group by account_id
) as live on live.account_id = account.id
where ($1::text = '*' or account.city = $1::text)
  and ($2::text is null or strpos(account.name, $2::text) > 0 or strpos(lower(account.display_name), $2::text) > 0)
  and ($3::text is null or account.role = $3::text)
  and ($4::text is null or account.state = $4::text)
  and ($5::uuid is null or account.id = $5::uuid)
order by account.name
limit $8::int offset $9::int
