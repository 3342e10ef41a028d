-- The account named $1, or numbered $2, or known to the provider as $3; the others null. A row: what a sign-in needs of it.
select account.id, account.name, account.role, account.city, account.state, password.hash, password.set_at, password.initial,
  factor.sealed_secret
from account
left join account_password as password on password.account_id = account.id
left join account_second_factor as factor on factor.account_id = account.id
where account.name = $1::text or account.id = $2::uuid or account.provider_subject = $3::text
