-- Many values of the community data form, as parallel columns.
-- $1 indicator ids, $2 community ids, $3 years, $4 values
insert into indicator_value (indicator_id, community_id, year, value)
select v.indicator, v.community, v.year, v.value
from unnest($1::int8[], $2::int8[], $3::int4[], $4::float8[]) as v (indicator, community, year, value)
