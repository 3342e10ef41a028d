-- Screens that are not given up. A row: its latest state.
select id, name, document, version, told, told_revision, told_at from screen
where removed_at is null and ($1::text is null or id = $1::text)
order by id
