-- A committed import with the area and the layers that it changed. Locks the import against a second undo.
-- $1 uuid: the import
-- One row, or none: target, revision, changeset, time of the undo (null: not undone), lattice box, layers.
select r.target, r.revision, r.changeset_id, r.undone_at, c.box, c.layers
from import_run r
join changeset c on c.id = r.changeset_id
where r.id = $1::uuid
for update of r
