import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

// which room may import which is checked by dependency-cruiser: .dependency-cruiser.mjs
export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.data/**', '.cache/**', '.stryker-tmp/**', 'reports/**'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    // Vue files are left out: with them the type-aware parser loads every project again for each file
    files: ['api/**/*.ts', 'web/**/*.ts', 'data/**/*.ts', 'tests/**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
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
    // no file over 300 lines, no line over 160 characters; Prettier wraps code at 110 but leaves texts as they are
    files: ['**/*.{ts,vue,js,mjs}'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-len': ['error', { code: 160 }],
    },
  },
  {
    // texts of the page and paths of its icons are data: one value to a line
    files: ['web/**/texts/**', 'web/ui/icons.ts'],
    rules: { 'max-len': 'off' },
  },
  {
    files: ['api/cli/**', 'api/build/**', 'tests/bench/**', 'tests/helpers/**'],
    rules: { 'no-console': 'off' },
  },
)
