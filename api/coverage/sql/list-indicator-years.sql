-- Years in which anything of the community data form was filled in, the latest last. A row: a year.
select distinct year from indicator_value order by year
