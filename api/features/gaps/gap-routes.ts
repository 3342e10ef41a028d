import type { z } from 'zod'
import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import * as contract from '#shared/contract/coverage/gaps.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { cacheResponse } from '../../http/response-cache.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { toChangesetRequest } from '../../changesets/changeset-request.ts'
import { type Api, registerBytesEndpoint, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { ComputeClient } from '../../coverage/compute/compute-client.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { listBlankSpots } from '../../coverage/gaps/list-blank-spots.ts'
import { getGapList } from '../../coverage/gaps/gap-list.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { createUnitFilter } from '../../snapshot/unit-lookup.ts'
import { toGapItem, findResolvedGap } from '../../coverage/gaps/gap-items.ts'
import { readGapEvents, readGapWork, type GapWorkRow } from '../../coverage/gaps/gap-rows.ts'
import { writeGapWork } from '../../coverage/gaps/write-gap-work.ts'

/** Routes of coverage gaps, the work on them, and blank spots. */
export function registerGapRoutes(
  api: Api,
  {
    database,
    cities,
    tables,
    compute,
    now,
  }: {
    database: Database
    cities: SnapshotCache
    tables: CoverageTableCache
    compute: ComputeClient
    now: () => number
  },
): void {
  const readWork = (address: string, subject: string | null = null) => {
    const { code, day } = readDatedCityCode(address)
    return withCity(database, code, (tx) => readGapWork(tx, subject, day), { access: 'read' })
  }
  const findGap = async (snapshot: CitySnapshot, subject: string): Promise<CoverageGap> => {
    const gaps = await getGapList(tables, snapshot)
    const gap = gaps.find((each) => each.subject === subject) ?? findResolvedGap(snapshot, subject)
    if (gap === undefined)
      throw new AppError('not_found', `there is no community or park ${subject}`, { subject })
    return gap
  }
  const buildItem = async (snapshot: CitySnapshot, subject: string, row: GapWorkRow | undefined) =>
    toGapItem(await tables.getDefault(snapshot), await findGap(snapshot, subject), row)

  registerEndpoint(api, contract.listGaps, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const work = await readWork(params.city)
    const inside = createUnitFilter(snapshot, query.within)
    const types = query.types?.split(',') ?? []
    const table = await tables.getDefault(snapshot)
    const gaps = await getGapList(tables, snapshot)
    // closed gaps, whether a change or a person closed them, are listed when the query asks for them
    const closed =
      query.status === 'closed'
        ? [...work.values()]
            .filter(
              ({ status, subject }) => status === 'closed' && !gaps.some((gap) => gap.subject === subject),
            )
            .flatMap(({ subject }) => findResolvedGap(snapshot, subject) ?? [])
        : []
    const matching = [...gaps, ...closed].filter(
      (gap) =>
        inside(gap.community) &&
        (query.scope === 'city' || table.communities.urban[gap.community] === 1) &&
        (types.length === 0 || types.includes(gap.kind === 'park' ? 'park' : (gap.type ?? ''))) &&
        (query.status === undefined || (work.get(gap.subject)?.status ?? 'open') === query.status),
    )
    const today = snapshot.asOf ?? toLocalDay(now(), snapshot.settings.place.timeZone)
    const isOverdue = ({ subject }: CoverageGap) => {
      const row = work.get(subject)
      return row !== undefined && row.status !== 'closed' && row.due !== null && row.due < today
    }
    return {
      provenance: toProvenance(snapshot),
      options: table.options,
      total: matching.length,
      households: matching.reduce((sum, gap) => sum + gap.households, 0),
      overdue: matching.filter(isOverdue).length,
      gaps: matching
        .slice(query.offset, query.offset + query.limit)
        .map((gap) => toGapItem(table, gap, work.get(gap.subject))),
    }
  })

  registerEndpoint(api, contract.getGap, async ({ params: { city, subject } }) => {
    const { snapshot } = await cities.get(city)
    const { code, day } = readDatedCityCode(city)
    const [row, events] = await withCity(
      database,
      code,
      async (tx) =>
        [(await readGapWork(tx, subject, day)).get(subject), await readGapEvents(tx, subject, day)] as const,
      { access: 'read' },
    )
    return { provenance: toProvenance(snapshot), gap: await buildItem(snapshot, subject, row), events }
  })

  registerEndpoint(
    api,
    contract.putGap,
    async ({ params: { city, subject }, body: { requestId, note, version, ...work }, area, ...call }) => {
      const { snapshot } = await cities.get(city)
      const gap = await findGap(snapshot, subject)
      area.require(snapshot.units.community.codes[gap.community] ?? city)
      const request = toChangesetRequest(getActor(call), { city, note, requestId, kind: 'gap.change' })
      const { revision } = await commitChangeset(database, request, (tx, scope) =>
        writeGapWork(tx, scope, { gap, version, work, closedBy: null, actor: request.actor, note }),
      )
      const fresh = await cities.get(city, revision)
      return {
        provenance: toProvenance(fresh.snapshot),
        gap: await buildItem(fresh.snapshot, subject, (await readWork(city, subject)).get(subject)),
      }
    },
  )

  const blankSpots = new WeakMap<CitySnapshot, z.output<typeof contract.getBlankSpots.answer>>()

  registerEndpoint(api, contract.getBlankSpots, async ({ params, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const known = blankSpots.get(snapshot)
    if (known) return known
    const lists = await listBlankSpots(snapshot, database, (points) =>
      compute.locateInGrids(snapshot, points, signal),
    )
    const answer = cacheResponse({ provenance: toProvenance(snapshot), lists })
    blankSpots.set(snapshot, answer)
    return answer
  })

  registerBytesEndpoint(api, contract.checkBuildings, async ({ params, body, context, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const result = await compute.buildingsOutside(snapshot, body, signal)
    if ('refused' in result) {
      const { code, message, details } = result.refused
      throw new AppError(code, message, details)
    }
    // the worker has written the list as JSON, which is not parsed again
    const provenance = JSON.stringify(toProvenance(snapshot))
    return context.body(
      `{"provenance":${provenance},"total":${result.total},"outside":${result.outside}}`,
      200,
      {
        'content-type': 'application/json',
      },
    )
  })
}
