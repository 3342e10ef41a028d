-- The draft stands on another ground; its steps up to now belong to the earlier one.
-- $1 uuid, $2 bigint: revision, $3 bytea: ground, $4 integer: number of the last step
update draft set base_revision = $2::int8, ground = $3::bytea, first_step = $4::int4 where id = $1::uuid
