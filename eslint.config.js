import { readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

/** A wall of the house: files in `room` may not import what matches `closed`; the message names the right door. */
const wall = (room, closed, message, except = []) => ({
  files: room,
  ignores: except,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: closed.map(({ to, say }) => ({ regex: to, message: say ?? message })),
      },
    ],
  },
})

const webFeatures = readdirSync(new URL('./web/features/', import.meta.url))

const noNode = {
  to: '^node:',
  say: 'This room also runs in the browser: pass the value in from api/ or data/.',
}
const noMaplibre = {
  to: '^maplibre-gl',
  say: 'Only web/map knows maplibre-gl: change a store in web/state and let the synchroniser draw.',
}

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.data/**', '.cache/**'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-redeclare': 'off',
      'no-console': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/require-default-prop': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
    },
  },
  {
    files: ['api/cli/**', 'api/build/**', 'tests/bench/**', 'tests/helpers/**'],
    rules: { 'no-console': 'off' },
  },

  wall(
    ['api/shared/geometry/**'],
    [
      noNode,
      {
        to: '^(zod|vue|hono|pg|maplibre-gl)',
        say: 'The kernel knows geometry only: parse at the edge and pass plain values in.',
      },
      {
        to: '#shared/(?!geometry/)|\\.\\./(contract|layers|coverage|tiles)/',
        say: 'The kernel stands below every other room: move what it needs into geometry/.',
      },
    ],
  ),
  wall(
    ['api/shared/**'],
    [
      noNode,
      { to: '^(vue|hono|pg|maplibre-gl|@electric-sql)', say: '#shared is pure: no framework, no database.' },
    ],
    undefined,
    ['api/shared/geometry/**'],
  ),
  wall(
    ['api/db/**'],
    [
      {
        to: '\\.\\./(features|snapshot|http|access)/|#shared/(?!contract/)',
        say: 'api/db knows SQL and drivers only: features call it, not the other way round.',
      },
    ],
  ),
  wall(
    ['api/snapshot/**'],
    [
      {
        to: '\\.\\./(features|http|access)/',
        say: 'The snapshot serves features: pass values in, or move the code into the feature.',
      },
    ],
  ),
  wall(
    ['api/access/**'],
    [
      {
        to: '\\.\\./(features|snapshot)/',
        say: 'api/access says who may come in: features ask it, not the other way round.',
      },
    ],
  ),
  wall(
    ['api/http/**'],
    [
      {
        to: '\\.\\./(features|snapshot|db|access)/',
        say: 'api/http is about requests and answers: a feature brings its data.',
      },
    ],
  ),
  wall(
    ['api/features/**'],
    [
      { to: '^(pg|@electric-sql/)', say: 'Ask the database through api/db (withCity, change).' },
      {
        to: '\\.\\./\\.\\./features/|^\\.\\./(?!\\.\\.)',
        say: 'Features do not import each other: share through api/snapshot or #shared.',
      },
    ],
  ),
  wall(
    ['web/ui/**'],
    [
      noMaplibre,
      { to: '\\.\\./(app|features|map|state|lib)/|#shared', say: 'web/ui is dumb: pass values in as props.' },
    ],
  ),
  wall(
    ['web/lib/**'],
    [
      noMaplibre,
      {
        to: '\\.\\./(app|features|map|state|ui)/',
        say: 'web/lib stands at the bottom of the web: pass values in.',
      },
    ],
  ),
  wall(
    ['web/state/**'],
    [
      noMaplibre,
      {
        to: '\\.\\./(app|features|map|ui)/',
        say: 'Stores know lib and #shared: pages and the map watch them.',
      },
    ],
  ),
  wall(
    ['web/map/**'],
    [
      {
        to: '\\.\\./(app|features|ui)/',
        say: 'The map draws what web/state says; a page changes the store.',
      },
    ],
  ),
  ...webFeatures.map((own) =>
    wall(
      [`web/features/${own}/**`],
      [
        noMaplibre,
        {
          to: `\\.\\./app/|\\.\\./(${webFeatures
            .filter((each) => each !== own)
            .concat('features')
            .join('|')})/`,
          say: 'Features do not import each other or the app: share through web/state, web/ui or web/lib.',
        },
      ],
    ),
  ),
)
