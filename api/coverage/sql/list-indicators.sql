-- Items of the community data form in their order. A row: one item.
select code, category, category_name, category_name_en, name, name_en, unit, unit_en, aggregate
from indicator
order by position
