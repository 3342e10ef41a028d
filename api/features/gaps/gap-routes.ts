import { readCityAddress } from '#shared/city/city-address.ts'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { localDay } from '#shared/city/local-day.ts'
import * as contract from '#shared/contract/gaps.ts'
import { gridPoints } from '#shared/coverage/grid-points.ts'
import { snap, toDegrees } from '#shared/geometry/lattice.ts'
import { blankSpots, gridFinder } from '#shared/coverage/gaps/blank-spots.ts'
import type { Gap } from '#shared/coverage/gaps/find-gaps.ts'
import { change } from '../../db/change.ts'
import type { Database } from '../../db/database.ts'
import { withCity } from '../../db/with-city.ts'
import { AppError } from '../../errors.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { coverageOf } from '../../snapshot/coverage-of.ts'
import { gapsOf } from '../../snapshot/gaps-of.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { communitiesIn, findUnit } from '../../snapshot/unit-row.ts'
import { toItem, withoutGap } from './gap-items.ts'
import { readEvents, readWork, type WorkRow } from './gap-rows.ts'
import { writeGap } from './write-gap.ts'

/** Of each list of blank spots. */
const MOST_SPOTS = 1000

export function gapRoutes(
  api: Api,
  { database, cities, now }: { database: Database; cities: Cities; now: () => number },
): void {
  const workOf = (address: string, subject: string | null = null) => {
    const { code, day } = readCityAddress(address)
    return withCity(database, code, (tx) => readWork(tx, subject, day), { access: 'read' })
  }
  const itemOf = (snapshot: CitySnapshot, subject: string, row: WorkRow | undefined) => {
    const gap = gapsOf(snapshot).find((each) => each.subject === subject) ?? withoutGap(snapshot, subject)
    if (gap === undefined)
      throw new AppError('not_found', `there is no community or park ${subject}`, { subject })
    return { gap, item: toItem(coverageOf(snapshot), gap, row) }
  }

  mount(api, contract.listGaps, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const work = await workOf(params.city)
    const inside = withinOf(snapshot, query.within)
    const types = query.types?.split(',') ?? []
    const gaps = gapsOf(snapshot)
    // what was closed, by a change or a person, stays to be seen when it is asked for
    const closed =
      query.status === 'closed'
        ? [...work.values()]
            .filter(
              ({ status, subject }) => status === 'closed' && !gaps.some((gap) => gap.subject === subject),
            )
            .flatMap(({ subject }) => withoutGap(snapshot, subject) ?? [])
        : []
    const matching = [...gaps, ...closed].filter(
      (gap) =>
        inside(gap.community) &&
        (types.length === 0 || types.includes(gap.kind === 'park' ? 'park' : (gap.type ?? ''))) &&
        (query.status === undefined || (work.get(gap.subject)?.status ?? 'open') === query.status),
    )
    const today = snapshot.asOf ?? localDay(now())
    const isOverdue = ({ subject }: Gap) => {
      const row = work.get(subject)
      return row !== undefined && row.status !== 'closed' && row.due !== null && row.due < today
    }
    return {
      provenance: provenanceOf(snapshot),
      options: coverageOf(snapshot).options,
      total: matching.length,
      households: matching.reduce((sum, gap) => sum + gap.households, 0),
      overdue: matching.filter(isOverdue).length,
      gaps: matching
        .slice(query.offset, query.offset + query.limit)
        .map((gap) => toItem(coverageOf(snapshot), gap, work.get(gap.subject))),
    }
  })

  mount(api, contract.getGap, async ({ params: { city, subject } }) => {
    const { snapshot } = await cities.get(city)
    const { code, day } = readCityAddress(city)
    const [row, events] = await withCity(
      database,
      code,
      async (tx) =>
        [(await readWork(tx, subject, day)).get(subject), await readEvents(tx, subject, day)] as const,
      { access: 'read' },
    )
    return { provenance: provenanceOf(snapshot), gap: itemOf(snapshot, subject, row).item, events }
  })

  mount(
    api,
    contract.putGap,
    async ({
      params: { city, subject },
      body: { requestId, note, version, ...work },
      session,
      area,
      context,
    }) => {
      const { snapshot } = await cities.get(city)
      const { gap } = itemOf(snapshot, subject, undefined)
      area.require(snapshot.units.community.codes[gap.community] ?? city)
      const { address } = context.get('client')
      const request = {
        city,
        actor: session?.name ?? 'nobody',
        note,
        requestId,
        kind: 'gap.change',
        ...(address === null ? {} : { address }),
      }
      const { revision } = await change(database, request, (tx, scope) =>
        writeGap(tx, scope, { gap, version, work, closedBy: null, actor: request.actor, note }),
      )
      const fresh = await cities.get(city, revision)
      return {
        provenance: provenanceOf(fresh.snapshot),
        gap: itemOf(fresh.snapshot, subject, (await workOf(city, subject)).get(subject)).item,
      }
    },
  )

  mount(api, contract.getBlankSpots, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    const spots = blankSpots(snapshot)
    const layers = {
      parks: 'parks',
      premises: 'premises',
      withoutWorker: 'grids',
      tooFew: 'grids',
      tooMany: 'grids',
    } as const
    const lists = (['parks', 'premises', 'withoutWorker', 'tooFew', 'tooMany'] as const).map((id) => {
      const layer = layers[id]
      const { codes, names } = snapshot[layer]
      const points =
        layer === 'premises' ? snapshot.premises.mesh.xy : gridPoints(snapshot[layer].mesh.polygons)
      return {
        id,
        layer,
        total: spots[id].length,
        spots: spots[id]
          .slice(0, MOST_SPOTS)
          .map((row) => ({
            code: codes[row]!,
            name: names[row]!,
            households: layer === 'grids' ? snapshot.grids.households[row]! : null,
            at: placeAt(points, row),
          })),
      }
    })
    return { provenance: provenanceOf(snapshot), lists }
  })

  mount(api, contract.checkBuildings, async ({ params, body: { buildings } }) => {
    const { snapshot } = await cities.get(params.city)
    const inGrid = gridFinder(snapshot.grids.mesh)
    return {
      provenance: provenanceOf(snapshot),
      total: buildings.length,
      outside: buildings.filter(({ lon, lat }) => !inGrid(snap(lon), snap(lat))),
    }
  })
}

const placeAt = (points: Int32Array, row: number): [number, number] => [
  toDegrees(points[2 * row]!),
  toDegrees(points[2 * row + 1]!),
]

function withinOf(city: CitySnapshot, code: string | undefined): (community: number) => boolean {
  if (code === undefined) return () => true
  const place = findUnit(city, code)
  if (place === undefined) throw new AppError('not_found', `there is no unit ${code}`, { unit: code })
  const inside = communitiesIn(city, place)
  return (community) => inside.has(community)
}
