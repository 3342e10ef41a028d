-- Units whose rows changes newer than a revision touched, with their outlines as TWKB.
-- $1 bigint: revision
select u.id, ST_AsTWKB(coalesce(u.geom, 'SRID=4326;MULTIPOLYGON EMPTY'::geometry), 7) as shape
from unit u
where u.revision > $1::int8 and u.valid_to is null
order by u.id
