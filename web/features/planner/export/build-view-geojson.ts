import { getOwnWriteHeaders } from '../../../lib/requests/own-writes.ts'
import { z } from 'zod'
import type { Provenance } from '#shared/contract/city/city.ts'
import { exportLayer } from '#shared/contract/transfer/exports.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import { buildEndpointUrl } from '../../../lib/request.ts'
import { parseProblem } from '../../../lib/parse-problem.ts'
import { ProblemError } from '../../../lib/problem-error.ts'
import type { ExportTable } from '../../../lib/export/export-table.ts'

const TARGET_OF_LEVEL: Record<TerritoryLevel, TargetId> = {
  district: 'districts',
  street: 'streets',
  community: 'communities',
  grid: 'grids',
}

const Shapes = z.object({
  features: z.array(
    z.looseObject({ properties: z.looseObject({ code: z.string() }), geometry: z.unknown() }),
  ),
})

/**
 * A table of units or grids with their shapes, WGS 84: the shapes are those that the server gives out, the figures are
 * the table's.
 *
 * @throws ProblemError
 */
export async function buildViewGeoJson(
  { city, asOf }: Pick<Provenance, 'city' | 'asOf'>,
  level: TerritoryLevel,
  within: string | null,
  { name, head, lines, about }: ExportTable,
): Promise<string> {
  const isUnit = within !== null && /^([0-9]{6}|[0-9]{9}|[0-9]{12})$/.test(within)
  const address = buildEndpointUrl(
    exportLayer,
    { city, target: TARGET_OF_LEVEL[level] },
    {
      format: 'geojson',
      crs: 'EPSG:4326',
      ...(asOf === undefined ? {} : { date: asOf }),
      ...(isUnit && level !== 'district' ? { unit: within } : {}),
    },
  )
  const response = await fetch(address, {
    headers: { accept: 'application/geo+json', ...getOwnWriteHeaders() },
  }).catch(() => null)
  if (response === null) throw new ProblemError('unreachable', 'the server cannot be reached')
  if (!response.ok) throw parseProblem(response.status, await response.text())
  const shapes = new Map(
    Shapes.parse(await response.json()).features.map(({ properties, geometry }) => [
      properties.code,
      geometry,
    ]),
  )
  const features = lines.map((line) => ({
    type: 'Feature',
    properties: Object.fromEntries(
      head.map((column, i) => [
        column,
        typeof line[i] === 'number' && !Number.isFinite(line[i]) ? null : line[i],
      ]),
    ),
    geometry: shapes.get(String(line[0])) ?? null,
  }))
  return JSON.stringify({ type: 'FeatureCollection', name, metadata: Object.fromEntries(about), features })
}
