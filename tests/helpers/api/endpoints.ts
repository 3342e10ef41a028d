import type { Endpoint } from '#shared/contract/endpoint.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'permission' in value && 'path' in value

/** Every endpoint that any module of the contract declares; a new module is found by itself. */
export const endpoints: Endpoint[] = Object.values(
  import.meta.glob<Record<string, unknown>>('../../../api/shared/contract/**/*.ts', { eager: true }),
)
  .flatMap((module) => Object.values(module))
  .filter(isEndpoint)

/** A sound value for each name in a path; a route with a name that is not here fails the tests that walk over all routes. */
const sample: Record<string, string> = {
  subject: 'P-001',
  scenario: '00000000-0000-4000-8000-000000000000',
  layer: 'grids',
  feature: '1',
  indicator: 'A01',
  metric: 'branch-share',
  level: 'grid',
  revision: 'current',
  layers: 'grids',
  z: '8',
  x: '213',
  y: '102',
  theme: 'day',
  session: 'AAAAAAAAAAAAAAAAAAAAAA',
  account: '00000000-0000-4000-8000-000000000000',
  request: '00000000-0000-4000-8000-000000000000',
  key: '00000000-0000-4000-8000-000000000000',
  ticket: '00000000-0000-4000-8000-000000000000',
  import: '00000000-0000-4000-8000-000000000000',
  target: 'grids',
  collection: 'grids',
  item: '1',
  draft: '00000000-0000-4000-8000-000000000000',
  changeset: '1',
  grid: '321001001001001',
  day: '2020-01-01',
  code: '321001001',
  webhook: '00000000-0000-4000-8000-000000000000',
  delivery: '00000000-0000-4000-8000-000000000000',
  display: '00000000-0000-4000-8000-000000000000',
  screen: 'hall',
  list: 'streets',
}

/** An address of the endpoint in a city; `unit`: what stands for {unit}, if it has one; `given`: for other names. */
export function buildEndpointPath(
  { path, id }: Endpoint,
  city: string,
  unit = `${city.slice(0, 4)}01001`,
  given: Readonly<Record<string, string>> = {},
): string {
  return `/api${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === 'city' ? city : name === 'unit' ? unit : (given[name] ?? sample[name])
    if (value === undefined) throw new Error(`there is no sample for {${name}} of ${id}: add one here`)
    return value
  })}`
}
