import type { TestApp } from '../api/open-test-app.ts'

type Ring = [number, number][]

/** A grid as GeoJSON. */
export interface OgcFeature {
  id: number
  properties: Record<string, unknown>
  geometry: { type: string; coordinates: Ring[][] }
}

/** Returns functions that edit a draft over OGC API – Features as QGIS does: `secret` is the password of HTTP Basic. */
export function createOgcDraftClient(
  test: TestApp,
  { city, draft, secret }: { city: string; draft: string; secret: string },
) {
  const root = `/api/cities/${city}/drafts/${draft}/ogc`
  const authorization = `Basic ${Buffer.from(`qgis:${secret}`).toString('base64')}`
  const send = (
    path: string,
    method = 'GET',
    body?: object,
    type = 'application/geo+json',
    more: Record<string, string> = {},
  ) =>
    test.send(path.startsWith('/api') ? path : `${root}${path}`, {
      as: null,
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': type }), ...more },
      ...(body === undefined ? {} : { body }),
    })
  return {
    send,
    async grids(): Promise<OgcFeature[]> {
      const response = await send('/collections/grids/items?limit=1000')
      return ((await response.json()) as { features: OgcFeature[] }).features
    },
    patch: (id: number, body: object, more?: Record<string, string>) =>
      send(`/collections/grids/items/${id}`, 'PATCH', body, 'application/merge-patch+json', more),
  }
}

/** Rounds degrees to the six digits that QGIS writes for new features. */
export const roundTo6Digits = (ring: Ring): Ring =>
  ring.map(([x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))])

/** Returns a MultiPolygon of one open ring. */
export const toMultiPolygon = (ring: Ring) => ({
  type: 'MultiPolygon',
  coordinates: [[[...ring, ...ring.slice(0, 1)]]],
})

/** Returns the outer ring of the first polygon without its closing point. */
export function getOuterRing({ geometry }: OgcFeature): Ring {
  const [polygon] = geometry.coordinates as unknown as Ring[][]
  const [outer] = polygon ?? []
  if (outer === undefined) throw new Error('the feature has no ring')
  return outer.slice(0, -1)
}
