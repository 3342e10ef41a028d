import { z } from 'zod'
import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import { readStoredSettings } from '#shared/contract/city/city-settings.ts'
import { chooseFigures } from '#shared/coverage/demand/choose-figures.ts'
import { computeFeatureAreasM2 } from '#shared/geometry/shapes/feature-areas.ts'
import { readTwkbPolygons } from '#shared/geometry/twkb.ts'
import { computeBaseRevision } from '#shared/tiles/tile-revision.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import type { LoadedCity } from './loaded-city.ts'
import { ChangeRow, CityRow, computeCityExtent, toChange } from './load-city.ts'
import { GridStateRow } from './grid-state-row.ts'
import { computeDataDate } from './compute-data-date.ts'
import { overlayGrids, overlayMesh } from './overlay-grids.ts'
import { moveToGrids } from './tables/place-in-grids.ts'
import { createRowLookup } from './tables/row-lookup.ts'
import { createEmptyFigures, sumFigures } from './tables/sum-figures.ts'

const sql = {
  city: loadSql('api/snapshot/sql/select-city.sql'),
  changes: loadSql('api/snapshot/sql/list-changes.sql'),
  grids: loadSql('api/snapshot/sql/list-changed-grids.sql'),
  outlines: loadSql('api/snapshot/sql/list-changed-outlines.sql'),
}

/** Changesets of this kind change only grids and outlines in memory, and stamp each row with the revision. */
const PUBLISH_KIND = 'grid.publish'
/** Changesets of these kinds change nothing that is in memory. */
const UNRELATED_KINDS = /^(gap|siting|screen)\./
/** A publication that names one of these has moved the ground under premises or parks, which are then read again. */
const MOVED_LAYERS: ReadonlySet<string> = new Set(['stations', 'centers', 'parks'])
/** With more changed rows than this, loading the whole city is faster. */
const MAX_CHANGED_ROWS = 2000

const OutlineRow = z.object({ id: z.number(), shape: z.instanceof(Uint8Array) })

/**
 * Returns the city with the rows that drafts published since have changed; null when other changes were committed, so
 * that the whole city must be loaded. A replica may answer unless `access` is 'write'.
 */
export async function patchCity(
  database: Database,
  loaded: LoadedCity,
  access: 'read' | 'write' = 'read',
): Promise<LoadedCity | null> {
  const before = loaded.snapshot
  const update = await withCity(database, before.code, (tx) => readUpdate(tx, before), {
    access,
    isolation: 'repeatable read',
  })
  if (update === null) return null
  if (update === 'behind') return access === 'read' ? loaded : null
  const { city, states, outlines } = update
  const { revision } = city
  const base = computeBaseRevision(revision)
  const changes = {
    base,
    list: [...loaded.changes.list, ...update.changes].filter((change) => change.revision > base),
  }
  // on a later day branches count that were to be founded
  if (states.length === 0 && computeDataDate(city, before) === before.dataDate)
    return { snapshot: { ...before, revision }, changes }
  const { premises, parks } = before
  const units = patchUnits(before.units, outlines)
  const gone = new Set(states.filter((state) => state.valid_to !== null).map(({ id }) => id))
  const declared = overlayGrids(
    before.grids,
    gone,
    states.filter((state) => state.valid_to === null),
    createRowLookup(units.community.ids),
  )
  const changed = new Set(states.map(({ id }) => id))
  const buildings = { ...before.buildings, ...moveToGrids(before.buildings, before.grids, declared, changed) }
  const grids = chooseFigures({ grids: declared, buildings, units }, before.settings.buildings.figures)
  const dataDate = computeDataDate(city, { grids, premises, parks })
  return {
    snapshot: {
      ...before,
      revision,
      dataDate,
      units,
      grids,
      buildings,
      box: computeCityExtent({ units, grids, premises, parks }),
      figures: sumFigures({ units, grids, premises, parks, dataDate }),
    },
    changes,
  }
}

async function readUpdate(tx: Queryable, { revision: seen, settingsVersion }: CitySnapshot) {
  const city = CityRow.parse((await tx.query(sql.city, [null])).rows[0])
  const { revision, settings } = city
  if (revision < seen) return 'behind'
  const changes = z.array(ChangeRow).parse((await tx.query(sql.changes, [seen])).rows)
  const isPatchable =
    changes.length === revision - seen &&
    changes.every(
      ({ kind, layers }) =>
        (kind === PUBLISH_KIND && !layers.some((layer) => MOVED_LAYERS.has(layer))) ||
        UNRELATED_KINDS.test(kind),
    )
  if (!isPatchable || readStoredSettings(settings).version !== settingsVersion) return null
  const states = z.array(GridStateRow).parse((await tx.query(sql.grids, [seen])).rows)
  const outlines = z.array(OutlineRow).parse((await tx.query(sql.outlines, [seen])).rows)
  return states.length > MAX_CHANGED_ROWS ? null : { city, changes: changes.map(toChange), states, outlines }
}

function patchUnits(
  units: CitySnapshot['units'],
  outlines: readonly z.infer<typeof OutlineRow>[],
): CitySnapshot['units'] {
  return {
    district: patchLevel(units.district, outlines),
    street: patchLevel(units.street, outlines),
    community: patchLevel(units.community, outlines),
  }
}

function patchLevel(table: UnitTable, outlines: readonly z.infer<typeof OutlineRow>[]): UnitTable {
  // sumFigures fills these columns later; the columns of the old snapshot stay as they are
  const figures = createEmptyFigures(table.count)
  const row = createRowLookup(table.ids)
  const own = outlines.filter(({ id }) => row(id) >= 0)
  if (own.length === 0) return { ...table, figures }
  const put = readTwkbPolygons(Buffer.concat(own.map(({ shape }) => shape)), own.length)
  const areas = computeFeatureAreasM2(put)
  const areaM2 = table.areaM2.slice()
  own.forEach(({ id }, i) => {
    areaM2[row(id)] = areas[i]!
  })
  const newRows = new Map(own.map(({ id }, i) => [row(id), table.count + i]))
  return {
    ...table,
    figures,
    areaM2,
    mesh: overlayMesh(
      table.mesh,
      put,
      Array.from({ length: table.count }, (_, each) => newRows.get(each) ?? each),
    ),
  }
}
