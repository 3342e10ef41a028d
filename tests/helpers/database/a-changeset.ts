import { randomUUID } from 'node:crypto'
import type {
  ChangesetOutcome,
  ChangesetRequest,
  StorableJson,
} from '../../../api/changesets/commit-changeset.ts'
import type { Queryable } from '../../../api/db/database.ts'
import { testCity } from './open-test-database.ts'

/** Returns a valid request for a change of the test city, with a new request id. */
export const aRequest = (some: Partial<ChangesetRequest> = {}): ChangesetRequest => ({
  city: testCity,
  actor: 'street.320902001',
  note: 'two grids had grown too large',
  requestId: randomUUID(),
  kind: 'road.add',
  ...some,
})

/** Returns the outcome of a change without an extent and without layers. */
export const anOutcome = <Answer extends StorableJson>(
  answer: Answer,
  some: Partial<ChangesetOutcome<Answer>> = {},
): ChangesetOutcome<Answer> => ({ answer, box: null, layers: [], ...some })

/** Inserts one road: the row that the changes of these tests write. */
export const addRoad = (tx: Queryable, revision: number) =>
  tx.query(
    "insert into road (class, revision, geom) values ('lane', $1, 'SRID=4326;LINESTRING(120 33,120.1 33)')",
    [revision],
  )
