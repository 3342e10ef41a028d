-- All cities of this server.
select code, name, name_en, demo, state
from city
order by code
