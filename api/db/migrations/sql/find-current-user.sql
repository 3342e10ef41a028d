-- A row: the database user of this connection.
select current_user::text as name
