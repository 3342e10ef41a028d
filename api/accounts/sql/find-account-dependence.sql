-- Whether one of the accounts named $1 and $2 could be in the hands of the other: it made it, or changed its sign-in, or
-- that of an account in between. A row: dependent.
with recursive sign_in as (
  select created_by as by, name from account
  union
  select actor, substr(object, 9) from audit
  where result = 'done' and object like 'account:%'
    and (action in ('account.create', 'account.reset_password', 'account.remove_second_factor')
      or (action = 'account.change' and detail -> 'after' ? 'providerSubject'))
), reached as (
  select root, root as name from unnest(array[$1::text, $2::text]) as root
  union
  select reached.root, sign_in.name from reached join sign_in on sign_in.by = reached.name
)
select exists (
  select 1 from reached where (root = $1::text and name = $2::text) or (root = $2::text and name = $1::text)
) as dependent
