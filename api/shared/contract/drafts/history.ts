import { z } from 'zod'
import { ChangesetId, ChangesetParam, DraftId, GridId, Revision } from '../ids.ts'
import { Provenance } from '../city/city.ts'
import { GridRow } from '../city/features.ts'
import { CityCode, CommunityCode, Day, GridCode, StreetCode, UnitCode } from '../city/codes.ts'
import { Consent, GridFigures } from './draft-review.ts'
import { Draft } from './drafts.ts'
import { HistoryEntry } from './history-list.ts'
import { defineEndpoint } from '../endpoint.ts'
import { UnitLevel } from '../enums.ts'

const OfCity = z.object({ city: CityCode })
const count = z.number().int().min(0)

export const getChangeset = defineEndpoint({
  id: 'getChangeset',
  method: 'get',
  path: '/cities/{city}/history/{changeset}',
  summary: 'Returns one published change: its grids before and after, with shapes and lineage',
  permission: 'city.read',
  params: OfCity.extend({ changeset: ChangesetParam }),
  answer: z.object({
    provenance: Provenance,
    entry: HistoryEntry,
    grids: z.array(
      z.object({
        id: GridId,
        what: z.enum(['new', 'changed', 'retired']),
        codeBefore: z.string().nullable(),
        codeAfter: z.string().nullable(),
        community: CommunityCode,
        before: GridFigures.nullable(),
        after: GridFigures.nullable(),
      }),
    ),
    /** Shapes of `grids` in the same order, TWKB in base64; empty if there is none. */
    shapesBefore: z.string(),
    shapesAfter: z.string(),
    lineage: z.array(z.object({ predecessor: GridId, successor: GridId, operation: z.string() })),
    /** Added and removed borders: metres, and lines as concatenated TWKB in base64. */
    borders: z.object({
      addedM: z.number(),
      removedM: z.number(),
      added: z.string(),
      addedLines: count,
      removed: z.string(),
      removedLines: count,
    }),
    /** Units whose outline changed, and the previous outlines in the same order, TWKB in base64. */
    outlines: z.array(z.object({ unit: UnitCode, name: z.string() })),
    outlinesBefore: z.string(),
    /** Consents of other streets. */
    consents: z.array(Consent),
  }),
})

export const getStates = defineEndpoint({
  id: 'getStates',
  method: 'get',
  path: '/cities/{city}/states/{code}',
  summary: 'Lists all states of a grid or of the outline of a unit, with period, figures, shape and change',
  permission: 'city.read',
  params: OfCity.extend({ code: z.union([UnitCode, GridCode]) }),
  answer: z.object({
    provenance: Provenance,
    /** Oldest first. */
    states: z.array(
      z.object({
        version: count,
        validFrom: Day,
        /** First day on which the state was no longer valid; null: valid today. */
        validTo: Day.nullable(),
        /** null for a unit. */
        code: GridCode.nullable(),
        figures: GridFigures.nullable(),
        areaM2: z.number(),
        /** null: valid since the city was set up. */
        began: z
          .object({
            changeset: ChangesetId,
            revision: Revision,
            kind: z.string(),
            actor: z.string(),
            note: z.string(),
            at: z.string(),
          })
          .nullable(),
      }),
    ),
    /** Shapes of `states` in the same order, TWKB in base64. */
    shapes: z.string(),
  }),
})

export const getLineage = defineEndpoint({
  id: 'getLineage',
  method: 'get',
  path: '/cities/{city}/lineage/{grid}',
  summary: 'Returns all predecessors and successors of a grid as a graph',
  permission: 'city.read',
  params: OfCity.extend({ grid: GridCode }),
  answer: z.object({
    provenance: Provenance,
    nodes: z.array(
      z.object({
        id: GridId,
        code: z.string(),
        name: z.string(),
        validFrom: Day,
        validTo: Day.nullable(),
      }),
    ),
    edges: z.array(
      z.object({
        predecessor: GridId,
        successor: GridId,
        operation: z.string(),
        day: Day,
        revision: Revision,
      }),
    ),
  }),
})

export const getDay = defineEndpoint({
  id: 'getDay',
  method: 'get',
  path: '/cities/{city}/days/{day}',
  summary: 'Returns grids and units as of a day, with exact shapes and figures',
  permission: 'city.read',
  params: OfCity.extend({ day: Day }),
  query: z.object({
    /** A street or community; the shapes of the whole city exceed the size of one answer. */
    parent: z.union([StreetCode, CommunityCode]),
  }),
  answer: z.object({
    provenance: Provenance,
    day: Day,
    grids: z.array(GridRow.extend({ community: CommunityCode, validFrom: Day, validTo: Day.nullable() })),
    /** Shapes of `grids` in the same order, TWKB in base64. */
    shapes: z.string(),
    units: z.array(z.object({ code: UnitCode, level: UnitLevel, name: z.string() })),
    unitShapes: z.string(),
    figures: z.object({
      grids: count,
      households: count,
      residents: count,
      members: count,
      fullTimeWorkers: count,
      partTimeWorkers: count,
      branches: count,
      areaM2: z.number(),
    }),
  }),
})

export const revertChangeset = defineEndpoint({
  id: 'revertChangeset',
  method: 'post',
  path: '/cities/{city}/history/{changeset}/revert',
  summary: 'Creates a draft that reverts a published change; it needs review like any other draft',
  permission: 'draft.edit',
  params: OfCity.extend({ changeset: ChangesetParam }),
  body: z.object({ id: DraftId, name: z.string().trim().min(1).max(60) }).strict(),
  answer: Draft,
})
