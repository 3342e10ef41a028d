import { layerIds, themeIds } from '#shared/contract/enums.ts'
import * as contract from '#shared/contract/system/service.ts'
import type { Database } from '../../db/database.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'

export function registerServiceRoutes(
  api: Api,
  { database, cities, version }: { database: Database; cities: SnapshotCache; version: string },
): void {
  registerEndpoint(api, contract.getLinks, async ({ session }) => {
    const list = session === null ? [] : await cities.list()
    return {
      name: 'Governance Grid Map',
      version,
      links: [
        { rel: 'health', href: '/api/health', title: 'The process is alive' },
        { rel: 'status', href: '/api/ready', title: 'Database and cities are ready' },
        {
          rel: 'service-desc',
          href: '/api/openapi.json',
          title: 'OpenAPI 3.1',
          type: 'application/vnd.oai.openapi+json;version=3.1',
        },
        { rel: 'session', href: '/api/session', title: 'Who is asking' },
        { rel: 'cities', href: '/api/cities', title: 'Cities' },
        ...list.flatMap((city) => [
          { rel: 'city', href: `/api/cities/${city.code}`, title: city.name },
          { rel: 'service', href: `/api/cities/${city.code}/ogc`, title: `${city.name} OGC API – Features` },
          ...layerIds.map((layer) => ({
            rel: 'tilejson',
            href: `/api/cities/${city.code}/layers/${layer}/tilejson`,
            title: `${city.name} ${layer}`,
          })),
          ...themeIds.map((theme) => ({
            rel: 'style',
            href: `/api/cities/${city.code}/styles/${theme}`,
            title: `${city.name} ${theme}`,
          })),
        ]),
      ],
    }
  })

  registerEndpoint(api, contract.getHealth, () => ({
    status: 'ok' as const,
    uptimeS: Math.round(process.uptime()),
  }))

  registerEndpoint(api, contract.getReadiness, async ({ session }) => {
    const list = await database.query('select 1').then(
      () => cities.list(),
      () => null,
    )
    const answer = {
      ready: list !== null && list.every((city) => city.state === 'ready'),
      database: list === null ? ('unreachable' as const) : ('ok' as const),
      // strangers learn whether the server is ready, not which cities it has
      cities: (session === null ? [] : (list ?? [])).map(({ code, state }) => ({ code, state })),
    }
    return answer.ready
      ? answer
      : Response.json(answer, { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '2' } })
  })

  registerEndpoint(api, contract.getOpenApi, () =>
    Response.json(
      api.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Governance Grid Map', version },
        servers: [{ url: '/api' }],
      }),
    ),
  )
}
