-- Lists of places where a new station might stand. A row: a list, and how many places stand in it now.
select list as name, count(*)::int4 as count from siting_candidate where valid_to is null group by list order by list
