import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const tests = [
  '**/*.test.{ts,tsx}',
  '**/*.spec.ts',
  '**/*.factory.ts',
  'src/{kernel,ui}/testing.{ts,tsx}',
  'src/{kernel,ui}/testing/**',
]

/** A colour written out: `#a3222e` at the start of a word, or a colour function. Anchors of sources (`D-12#123`) are not colours. */
const colour = String.raw`/(^|[\s,;:(])#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![\w-])|\b(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(/i`
const inText = (pattern, message) => [
  { selector: `Literal[value=${pattern}]`, message },
  { selector: `TemplateElement[value.raw=${pattern}]`, message },
]

/** `no-restricted-syntax` is one list, and a later one replaces an earlier one: build each file group's list from these. */
const noColours = inText(colour, 'Colours are named once, in src/ui/theme.ts: use a theme token.')
const noClock = [
  {
    selector:
      'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'The clock comes with the context (ctx.now()) or as an argument: the date of the record picks the rule.',
  },
  {
    selector:
      'CallExpression[callee.object.name="Math"][callee.property.name="random"], CallExpression[callee.property.name="randomUUID"]',
    message: 'Identifiers come from the context (ctx.newId()), so that a test can repeat them.',
  },
]
const noNarrowedTests = [
  {
    selector:
      'MemberExpression[property.name=/^(only|skip|todo)$/] > Identifier[name=/^(test|it|describe|suite|bench)$/], MemberExpression[property.name=/^(only|skip|todo)$/] > MemberExpression > Identifier[name=/^(test|it|describe|suite|bench)$/]',
    message: 'A narrowed or skipped test hides the others: run one by its name (`npx vitest -t`), or use skipIf with the reason.',
  },
]

const configs = ['*.config.{js,ts}', 'boundaries.cjs']

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/', 'test-results/', 'src/kernel/db.types.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.web.json', 'tsconfig.e2e.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // The few rules that need types and pay for them: promises that nobody waits for are lost writes and lost errors.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are parsed once, in src/app/config.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:process', 'process'].map((name) => ({
            name,
            importNames: ['env'],
            message: 'Settings are parsed once, in src/app/config.ts.',
          })),
        },
      ],
      'no-restricted-syntax': ['error', ...noColours],
      'no-undef': 'off', // TypeScript knows better
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-redeclare': 'off', // a schema and its type share one name
      'no-redeclare': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off', // `type` for unions of data, `interface` for shapes: the reader's call
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off', // with noUncheckedIndexedAccess, `rows[0]!` says what the query promised
    },
  },
  {
    files: ['src/{engines,domains}/**/*.ts'],
    ignores: [...tests, '**/ui/**'],
    rules: { 'no-restricted-syntax': ['error', ...noColours, ...noClock] },
  },
  { files: ['src/ui/theme*.ts', 'src/ui/theme/**'], rules: { 'no-restricted-syntax': 'off' } },
  { files: tests, rules: { 'no-restricted-syntax': ['error', ...noColours, ...noNarrowedTests] } },
  {
    files: ['src/app/config.ts', 'scripts/**', 'e2e/**', 'bin/**', ...configs, ...tests],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  { files: configs, rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/**/*.tsx', 'src/ui/**/*.ts', 'src/**/ui/**/*.ts'],
    ...reactHooks.configs.flat['recommended-latest'],
    rules: {
      ...reactHooks.configs.flat['recommended-latest'].rules,
      'react-hooks/exhaustive-deps': 'error',
      // Takes every property of an object that also carries a ref (`props.ref`, React 19's own way) for a ref read while rendering.
      'react-hooks/refs': 'off',
      // Speaks for the React compiler, which does not run here.
      'react-hooks/preserve-manual-memoization': 'off',
    },
  },
)
