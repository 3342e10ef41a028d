-- There is an account now, or will be with this transaction: no link is good any more.
delete from first_admin_link
