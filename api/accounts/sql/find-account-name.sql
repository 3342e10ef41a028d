-- $1 name. One row when there is such an account.
select 1 from account where name = $1::text
