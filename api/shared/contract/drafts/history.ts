import { z } from 'zod'
import { GridRow, Provenance } from '../city/city.ts'
import { CityCode, CommunityCode, Day, GridCode, StreetCode, UnitCode } from '../city/codes.ts'
import { Consent, GridFigures } from './draft-review.ts'
import { Draft } from './drafts.ts'
import { defineEndpoint } from '../endpoint.ts'
import { UnitLevel } from '../enums.ts'

const OfCity = z.object({ city: CityCode })
const count = z.number().int().min(0)

/** One published change, as a timeline shows it. */
export const HistoryEntry = z.object({
  changeset: z.number().int(),
  revision: count,
  at: z.string(),
  kind: z.string(),
  actor: z.string(),
  note: z.string(),
  /** First day of what it brought; null when it touched no grid. */
  day: Day.nullable(),
  /** Codes and names of the grids that it touched, at most 100, as they were called then. */
  grids: z.array(
    z.object({ code: z.string(), name: z.string(), what: z.enum(['new', 'changed', 'retired']) }),
  ),
  touched: count,
  draft: z
    .object({
      id: z.uuid(),
      name: z.string(),
      street: StreetCode,
      author: z.string(),
      submittedBy: z.string().nullable(),
      approvedBy: z.string().nullable(),
    })
    .nullable(),
  /** The change that took it back, if one did. */
  revertedBy: z.number().int().nullable(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const listHistory = defineEndpoint({
  id: 'listHistory',
  method: 'get',
  path: '/cities/{city}/history',
  summary: 'Published changes of grids, the latest first: of the city, a unit or one grid',
  permission: 'city.read',
  params: OfCity,
  query: z.object({
    /** A unit or a grid. */
    code: z.union([UnitCode, GridCode]).optional(),
    /** Only changes before this revision. */
    before: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ provenance: Provenance, entries: z.array(HistoryEntry), more: z.boolean() }),
})

export const getChangeset = defineEndpoint({
  id: 'getChangeset',
  method: 'get',
  path: '/cities/{city}/history/{changeset}',
  summary: 'One published change: each grid it touched, before and after, with shapes, and who became whom',
  permission: 'city.read',
  params: OfCity.extend({ changeset: z.coerce.number().int().min(1) }),
  answer: z.object({
    provenance: Provenance,
    entry: HistoryEntry,
    grids: z.array(
      z.object({
        id: z.number().int(),
        what: z.enum(['new', 'changed', 'retired']),
        codeBefore: z.string().nullable(),
        codeAfter: z.string().nullable(),
        community: CommunityCode,
        before: GridFigures.nullable(),
        after: GridFigures.nullable(),
      }),
    ),
    /** Of `grids` in the same order, TWKB in base64; an empty shape where there is none. */
    shapesBefore: z.string(),
    shapesAfter: z.string(),
    lineage: z.array(
      z.object({ predecessor: z.number().int(), successor: z.number().int(), operation: z.string() }),
    ),
    /** The border that came and went: metres, and lines as TWKB in base64, one after the other. */
    borders: z.object({
      addedM: z.number(),
      removedM: z.number(),
      added: z.string(),
      addedLines: count,
      removed: z.string(),
      removedLines: count,
    }),
    /** Units whose outline was another before, and the outlines before, in the same order, TWKB in base64. */
    outlines: z.array(z.object({ unit: UnitCode, name: z.string() })),
    outlinesBefore: z.string(),
    /** Streets that agreed to it. */
    consents: z.array(Consent),
  }),
})

export const getStates = defineEndpoint({
  id: 'getStates',
  method: 'get',
  path: '/cities/{city}/states/{code}',
  summary:
    'Every state that a grid or the outline of a unit has had: when, with which figures and shape, and what change began it',
  permission: 'city.read',
  params: OfCity.extend({ code: z.union([UnitCode, GridCode]) }),
  answer: z.object({
    provenance: Provenance,
    /** The first first. */
    states: z.array(
      z.object({
        version: count,
        validFrom: Day,
        /** The first day on which it was no longer so; null: it is so today. */
        validTo: Day.nullable(),
        /** null for a unit. */
        code: GridCode.nullable(),
        figures: GridFigures.nullable(),
        areaM2: z.number(),
        /** null: it was so when the city was set up. */
        began: z
          .object({
            changeset: z.number().int(),
            revision: count,
            kind: z.string(),
            actor: z.string(),
            note: z.string(),
            at: z.string(),
          })
          .nullable(),
      }),
    ),
    /** Of `states` in the same order, TWKB in base64. */
    shapes: z.string(),
  }),
})

export const getLineage = defineEndpoint({
  id: 'getLineage',
  method: 'get',
  path: '/cities/{city}/lineage/{grid}',
  summary: 'All predecessors and successors of a grid, as a graph',
  permission: 'city.read',
  params: OfCity.extend({ grid: GridCode }),
  answer: z.object({
    provenance: Provenance,
    nodes: z.array(
      z.object({
        id: z.number().int(),
        code: z.string(),
        name: z.string(),
        validFrom: Day,
        validTo: Day.nullable(),
      }),
    ),
    edges: z.array(
      z.object({
        predecessor: z.number().int(),
        successor: z.number().int(),
        operation: z.string(),
        day: Day,
        revision: count,
      }),
    ),
  }),
})

export const getDay = defineEndpoint({
  id: 'getDay',
  method: 'get',
  path: '/cities/{city}/days/{day}',
  summary: 'Grids and units as they were on a day, with exact shapes and figures',
  permission: 'city.read',
  params: OfCity.extend({ day: Day }),
  query: z.object({
    /** A street or community; the whole city has too many shapes for one answer. */
    parent: z.union([StreetCode, CommunityCode]),
  }),
  answer: z.object({
    provenance: Provenance,
    day: Day,
    grids: z.array(GridRow.extend({ community: CommunityCode, validFrom: Day, validTo: Day.nullable() })),
    /** Of `grids` in the same order, TWKB in base64. */
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
  summary: 'Begin a draft that takes a published change back; it goes the way of every draft',
  permission: 'draft.edit',
  params: OfCity.extend({ changeset: z.coerce.number().int().min(1) }),
  body: z.object({ id: z.uuid(), name: z.string().trim().min(1).max(60) }).strict(),
  answer: Draft,
})
