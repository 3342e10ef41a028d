/**
 * The walls of the house: each room lists the rooms it may import; everything else is refused with the sentence that
 * names the right place. Arrows go down only; `npm run lint` also refuses circles between files and between folders.
 */

const room = (name, path, mayImport, advice) => ({
  name: `room ${name}`,
  comment: advice,
  severity: 'error',
  from: { path: `^(${path})` },
  to: {
    path: '^(api|web|data|tests|migrations)/',
    pathNot: [`^(${path})`, ...mayImport.map((each) => `^${each}`)],
  },
})

/** Packages that a room must not know. */
const withoutPackages = (name, path, packages, advice, except) => ({
  name: `packages of ${name}`,
  comment: advice,
  severity: 'error',
  from: { path: `^(${path})`, ...(except ? { pathNot: `^(${except})` } : {}) },
  to: { path: `(^|/)node_modules/(${packages})(/|$)` },
})

const shared = 'api/shared/'
const contract = 'api/shared/contract/'
const layersOfShared = ['contract', 'city', 'geometry', 'tiles', 'snapshot', 'layers']

export default {
  forbidden: [
    {
      name: 'no circles',
      comment:
        'Files that import each other cannot be read one at a time: move what both need into a file below them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing imports tests',
      comment:
        'Product code never imports tests; vite.config.ts alone reads its test settings from tests/helpers.',
      severity: 'error',
      from: { path: '^(api|web|data)/' },
      to: { path: '^tests/' },
    },

    // #shared: pure, runs on both sides
    {
      name: '#shared is pure',
      comment: '#shared also runs in the browser: pass the value in from api or data.',
      severity: 'error',
      from: { path: `^${shared}` },
      to: { dependencyTypes: ['core'] },
    },
    withoutPackages(
      '#shared',
      shared,
      'vue|pinia|hono|pg|maplibre-gl|@electric-sql',
      '#shared is pure: no framework, no database, no map.',
    ),
    withoutPackages(
      'the kernel',
      `${shared}geometry/`,
      'zod|@hono|@turf',
      'The kernel knows geometry only: parse at the edge and pass plain values in.',
    ),
    ...layersOfShared.map((layer, index) =>
      room(
        `#shared/${layer}`,
        `${shared}${layer}/`,
        // geometry stands on its own, though contract and city are below it
        layer === 'geometry' ? [] : layersOfShared.slice(0, index).map((below) => `${shared}${below}/`),
        `#shared is layered (${layersOfShared.join(' ← ')} ← coverage, drafts ← division, cql2): move what ${layer} needs into ${layer} or below it.`,
      ),
    ),
    ...[
      ['coverage', []],
      ['drafts', []],
      // a division reads the draft that it becomes a step of
      ['division', [`${shared}drafts/`]],
      ['cql2', []],
    ].map(([top, siblings]) =>
      room(
        `#shared/${top}`,
        `${shared}${top}/`,
        [...layersOfShared.map((below) => `${shared}${below}/`), ...siblings],
        'The top layers of #shared do not know each other: pass values in, or move what both need into a layer below.',
      ),
    ),
    room('#shared', shared, [], '#shared imports nothing of the server or the pages: pass values in.'),

    // data: demo facts, generator, formats, coordinate systems
    room(
      'data',
      'data/',
      [shared],
      'data knows #shared only: reading and writing a city is a use case in api/transfer.',
    ),
    room(
      'data/coordinates',
      'data/coordinates/',
      [shared],
      'Coordinate systems know nothing of file formats: formats use them.',
    ),
    room(
      'data/formats',
      'data/formats/',
      [shared, 'data/coordinates/'],
      'A format reads and writes rows; what rows mean is decided in api/transfer.',
    ),
    room(
      'data/generate',
      'data/generate/',
      [shared, 'data/city-dataset.ts'],
      'The generator makes a city dataset and knows neither formats nor the demo city.',
    ),

    // api, from the bottom up
    room(
      'api/runtime',
      'api/runtime/',
      ['api/errors.ts'],
      'api/runtime is about the process: it knows no topic of the product.',
    ),
    room(
      'api/threads',
      'api/threads/',
      ['api/runtime/', 'api/errors.ts'],
      'api/threads is about workers: it knows no topic of the product.',
    ),
    room(
      'api/db',
      'api/db/',
      ['api/runtime/', 'api/threads/', 'api/errors.ts', contract],
      'api/db knows SQL and drivers only: use cases call it, not the other way round.',
    ),
    room(
      'api/audit',
      'api/audit/',
      ['api/db/', 'api/runtime/', 'api/errors.ts', contract],
      'The audit log records what others do: callers pass their entries in.',
    ),
    room(
      'api/changesets',
      'api/changesets/',
      ['api/audit/', 'api/db/', 'api/runtime/', 'api/errors.ts', shared],
      'commitChangeset is below every use case: pass the work in as a function.',
    ),
    room(
      'api/snapshot',
      'api/snapshot/',
      ['api/changesets/', 'api/db/', 'api/runtime/', 'api/threads/', 'api/errors.ts', shared],
      'The snapshot serves use cases: pass values in, or move the code into the use case.',
    ),
    room(
      'api/http',
      'api/http/',
      ['api/runtime/', 'api/errors.ts', contract, 'api/shared/city/'],
      'api/http is about requests and answers: a feature brings its data.',
    ),
    room(
      'api/access',
      'api/access/',
      ['api/audit/', 'api/db/', 'api/http/', 'api/runtime/', 'api/errors.ts', contract],
      'api/access decides who may come in: features ask it, not the other way round.',
    ),
    room(
      'api/accounts',
      'api/accounts/',
      ['api/access/', 'api/audit/', 'api/db/', 'api/runtime/', 'api/threads/', 'api/errors.ts', contract],
      'Accounts are a use case of access, audit and db.',
    ),
    ...[
      ['drafts', []],
      ['coverage', ['drafts']],
      ['screens', ['coverage']],
      ['transfer', ['drafts']],
    ].map(([topic, others]) =>
      room(
        `api/${topic}`,
        `api/${topic}/`,
        [
          'api/snapshot/',
          'api/changesets/',
          'api/audit/',
          'api/db/',
          'api/runtime/',
          'api/threads/',
          'api/errors.ts',
          shared,
          'data/',
          ...others.map((other) => `api/${other}/`),
        ],
        'Use cases know no HTTP and each other one way only (screens → coverage → drafts ← transfer): ' +
          'answer values, and let the feature build the response.',
      ),
    ),
    room(
      'api/maintenance',
      'api/maintenance/',
      ['api/accounts/', 'api/audit/', 'api/db/', 'api/runtime/', 'api/errors.ts', contract],
      'Maintenance works on the whole database: it knows no topic of a city.',
    ),
    room(
      'api/demo',
      'api/demo/',
      ['api/transfer/', 'api/db/', 'api/runtime/', 'api/threads/', 'api/errors.ts', 'data/', shared],
      'The demo city is loaded through the use cases of api/transfer.',
    ),
    {
      name: 'features are apart',
      comment:
        'Features do not import each other: share through a use case in api/<topic>, api/snapshot or #shared.',
      severity: 'error',
      from: { path: '^api/features/([^/]+)/' },
      to: { path: '^api/features/', pathNot: '^api/features/$1/' },
    },
    {
      name: 'features stand above use cases',
      comment: 'Only app.ts composes features: a use case or a lower room never imports a route.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/(features/|app\\.ts)' },
      to: { path: '^api/features/' },
    },
    withoutPackages(
      'features',
      'api/features/',
      'pg|@electric-sql',
      'Ask the database through api/db (withCity) or a use case.',
    ),
    {
      name: 'commands and composition are on top',
      comment: 'api/cli, api/build, server.ts and app.ts are entry points: nothing imports them.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/(cli/|build/|server\\.ts|app\\.ts)' },
      to: { path: '^api/(cli/|build/|server\\.ts|app\\.ts)' },
    },

    // web
    room('web/ui', 'web/ui/', [], 'web/ui is dumb: pass values in as props.'),
    room('web/lib', 'web/lib/', [shared], 'web/lib stands at the bottom of the web: pass values in.'),
    room(
      'web/state',
      'web/state/',
      ['web/lib/', shared],
      'Stores know lib and #shared: pages and the map watch them.',
    ),
    room(
      'web/map',
      'web/map/',
      ['web/state/', 'web/lib/', shared],
      'The map draws what web/state says; a page changes the store.',
    ),
    room(
      'web/features',
      'web/features/',
      ['web/map/', 'web/state/', 'web/ui/', 'web/lib/', shared],
      'Features know the map, stores, ui and lib, never the app.',
    ),
    {
      name: 'pages are apart',
      comment: 'Features do not import each other: share through web/state, web/ui or web/lib.',
      severity: 'error',
      from: { path: '^web/features/([^/]+)/' },
      to: { path: '^web/features/', pathNot: '^web/features/$1/' },
    },
    room('web/offline', 'web/offline/', ['web/lib/'], 'The service worker is a program of its own.'),
    room('web', 'web/', [shared], 'The pages reach the server through its contract only.'),
    withoutPackages(
      'the pages',
      'web/',
      'maplibre-gl',
      'Only web/map knows maplibre-gl: change a store in web/state and let the map synchroniser draw.',
      'web/map/',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js'],
      conditionNames: ['import', 'types', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
}
