-- Codes of all service projects; no parameters.
-- One row: a project.
select code
from service_project
