-- The city's present revision.
select revision
from meta
