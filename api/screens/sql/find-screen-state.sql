-- The version at which screen $1 stands, and whether it is given up. No row: there never was one.
select version, removed_at is not null as removed from screen where id = $1::text
