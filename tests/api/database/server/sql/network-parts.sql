-- Takes out of table edge what is an error of the file: parts that pgRouting finds shorter than 500 m and than a thousandth
-- of the longest one.
with part as (
  select component, node from pgr_connectedComponents('select id, source, target, cost, reverse_cost from edge')
),
size as (
  select part.component, sum(edge.cost) as metres from edge join part on part.node = edge.source group by part.component
)
delete from edge
using part, size
where part.node = edge.source and size.component = part.component
  and size.metres < 500 and size.metres < 0.001 * (select max(metres) from size)
