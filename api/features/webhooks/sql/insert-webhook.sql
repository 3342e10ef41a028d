-- One more to tell, unless the city has as many as it may.
-- $1 id, $2 city, $3 name, $4 url, $5 events, $6 sealed secret, $7 now, $8 by whom, $9 how many at most
insert into webhook (id, city, name, url, events, sealed_secret, created_at, created_by)
select $1::uuid, $2::text, $3::text, $4::text, $5::text[], $6::bytea, $7::timestamptz, $8::text
where (select count(*) from webhook w where w.city = $2::text) < $9::int4
