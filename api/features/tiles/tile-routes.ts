import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'hono'
import * as contract from '#shared/contract/city/tiles.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { buildCityStyle } from '#shared/layers/city-style.ts'
import type { MapLayer } from '#shared/layers/base/map-layer.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import { isLayerId, getMapLayer } from '#shared/layers/layers.ts'
import { buildStandaloneStyle } from '#shared/layers/standalone-style.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { AppError } from '../../errors.ts'
import { matchesEtag } from '../../http/responses/etag-response.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { parseTilePath } from './parse-tile-path.ts'
import { buildTileHeaders } from './tile-headers.ts'
import type { TileService } from './tile-service.ts'

const unzip = promisify(gunzip)

/** Routes of tiles, TileJSON and styles. `baseOf` returns the public URL of this server, without a trailing slash. */
export function registerTileRoutes(
  api: Api,
  cities: SnapshotCache,
  tiles: TileService,
  publicUrl: (context: Context<RequestEnv>) => string,
): void {
  registerEndpoint(api, contract.getTile, async ({ context }) => {
    const wanted = parseTilePath(context.req.path)
    if (wanted === null)
      throw new AppError(
        'not_found',
        'there is no such tile: unknown layer, or outside the zoom levels or the world',
      )
    const tile = await tiles.make(wanted)
    const headers = buildTileHeaders(wanted, tile)
    if (matchesEtag(context.req.header('if-none-match'), headers['etag']!))
      return new Response(null, { status: 304, headers })
    if (tile.gzipped.length === 0) return new Response(null, { status: 204, headers })
    if (context.req.header('accept-encoding')?.includes('gzip')) {
      return new Response(new Uint8Array(tile.gzipped), {
        headers: { ...headers, 'content-encoding': 'gzip' },
      })
    }
    return new Response(new Uint8Array(await unzip(tile.gzipped)), { headers })
  })

  registerEndpoint(api, contract.getTileJson, async ({ params, context }) => {
    if (!isLayerId(params.layer))
      throw new AppError('not_found', `there is no layer ${params.layer}`, { layer: params.layer })
    const { snapshot } = await cities.get(params.city)
    return Response.json(
      tileJson(
        snapshot,
        getMapLayer(params.layer),
        tilesUrl(publicUrl(context), params.city, [params.layer]),
      ),
    )
  })

  registerEndpoint(api, contract.getStyle, async ({ params, context }) => {
    const { snapshot } = await cities.get(params.city)
    return Response.json(
      buildStandaloneStyle(
        buildCityStyle({
          theme: THEMES[params.theme],
          detail: 'auto',
          language: 'zh',
          ramp: null,
          hidden: new Set(),
          bounds: boundsOf(snapshot),
          attribution: attributionOf(snapshot),
          tiles: (layers) => tilesUrl(publicUrl(context), params.city, layers),
        }),
      ),
    )
  })
}

const tilesUrl = (base: string, city: string, layers: readonly LayerId[]) =>
  `${base}/api/cities/${city}/tiles/current/${layers.join()}/{z}/{x}/{y}`

function tileJson(city: CitySnapshot, layer: MapLayer, url: string) {
  const bounds = boundsOf(city)
  return {
    tilejson: '3.0.0',
    name: `${city.name} ${layer.id}`,
    tiles: [url],
    minzoom: layer.minZoom,
    maxzoom: layer.maxZoom,
    bounds,
    center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, 9],
    attribution: attributionOf(city),
    version: `1.0.${city.revision}`,
    vector_layers: layer.tileLayers(city, layer.maxZoom).map(({ name, tags }) => ({
      id: name,
      minzoom: layer.minZoom,
      maxzoom: layer.maxZoom,
      fields: Object.fromEntries(tags.map(({ key }) => [key, key === 'rank' ? 'Number' : 'String'])),
    })),
  }
}

function boundsOf({ box }: CitySnapshot): [number, number, number, number] {
  return box === null
    ? [-180, -85, 180, 85]
    : [toDegrees(box[0]), toDegrees(box[1]), toDegrees(box[2]), toDegrees(box[3])]
}

const attributionOf = (city: CitySnapshot) => `${city.source} · ${city.dataDate}`
