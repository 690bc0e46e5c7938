/**
 * Who may import whom. Arrows go one way: kernel <- ui, engines <- domains <- app. The rules name no domain and no engine: the
 * capture in `from.path` is the folder of the importing file and `$1` in `to` is that same folder, so a new domain needs no edit.
 *
 * Run with `npm run boundaries`, which also checks what a rule file cannot say: that every source file was read, and that the
 * domains (and the engines) form no cycle, counting each with all its sub-folders.
 */

/** Kernel files without database, clock or network: the browser and the rules may use them. */
const pureKernel = '^src/kernel/(contract|client|errors|dates|permissions|text|numbers|words|lists)\\.ts$'
const pureRoles = '\\.(contract|rules|permissions|words)\\.ts$'
const pure = [pureRoles, pureKernel]

/** The files of another engine or domain one may import. */
const door = ['^src/(engines|domains)/[^/]+/(ui/)?index\\.tsx?$', '\\.contract\\.ts$', '\\.factory\\.ts$']

const test = '\\.(test|factory)\\.tsx?$'
const testHelpers = '^src/(kernel|ui)/testing(\\.tsx?$|/)'

/** A screen: any ui folder, the browser's entry, and what gathers the screens, words and contracts of all domains for it. */
const gathered = '^src/app/(screens|words|contracts)\\.ts$'
const screens = ['/ui/', '^src/app/web\\.tsx$', gathered]

/** Packages that need a server: a database, a socket, the file system, native code. */
const serverPackages =
  'node_modules/(pg|nodemailer|kysely|fastify|prom-client|pino|sharp|@orpc/(server|openapi)|@(fastify|electric-sql|node-rs|myriaddreamin))/'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('every-import-resolves', 'An import that is not found would escape every rule below.', {}, { couldNotResolve: true }),
    rule(
      'no-cycles',
      'Files form no cycle. Types alone may: they are gone at run time.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'plumbing-knows-no-business',
      'The kernel and the screen parts serve any business; they know none.',
      { path: '^src/(kernel|ui)/' },
      { path: '^src/(engines|domains|app)/' },
    ),
    rule('kernel-knows-no-screen', 'The kernel imports only the kernel.', { path: '^src/kernel/' }, { path: '^src/ui/' }),
    rule(
      'engines-know-no-domain',
      'An engine is configured by domains and tested with an invented club.',
      { path: '^src/engines/' },
      { path: '^src/(domains|app)/' },
    ),
    rule('domains-know-no-app', 'Nothing imports the application.', { path: '^src/domains/' }, { path: '^src/app/' }),
    rule(
      'by-the-door',
      'Another engine or domain is entered by index.ts, ui/index.tsx or a contract: never by its services, stores or rules.',
      { path: '^src/((?:engines|domains)/[^/]+)/' },
      { path: '^src/(engines|domains)/', pathNot: ['^src/$1/', ...door] },
    ),
    rule(
      'server-stays-on-server',
      'Only screens import screens: a service that needs a part of one shares it as a rule.',
      { path: '^src/(engines|domains)/[^/]+/(?!ui/)' },
      { path: ['^src/ui/', '^src/(engines|domains)/[^/]+/ui/'] },
    ),
    rule(
      'browser-stays-in-browser',
      'A screen imports screens, contracts, rules, permissions, words and pure kernel files: never a service or a store.',
      { path: screens, pathNot: [test, testHelpers] },
      { path: '^src/', pathNot: ['/ui/', gathered, ...pure] },
    ),
    rule(
      'browser-needs-no-server',
      'What runs in the browser imports no Node module.',
      { path: [...screens, ...pure], pathNot: [test, testHelpers] },
      { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'browser-needs-no-server-package',
      'What runs in the browser imports no server package; its types may help.',
      { path: [...screens, ...pure], pathNot: [test, testHelpers] },
      { path: serverPackages, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'rules-are-pure',
      'Rules, contracts, permissions and words import each other and pure kernel files: no database, no clock, no network.',
      { path: pureRoles },
      { path: '^src/', pathNot: pure },
    ),
    rule(
      'rules-need-only-zod',
      'The one package that rules, contracts, permissions and words may import is zod.',
      { path: pureRoles },
      { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    ),
    rule(
      'pure-kernel-stays-pure',
      'A kernel file the browser uses imports only such files.',
      { path: pureKernel },
      { path: '^src/', pathNot: pureKernel },
    ),
    rule(
      'factories-are-for-tests',
      'Test data stay out of the product; the demonstration province in src/app may use them.',
      { path: '^src/', pathNot: [test, testHelpers, '^src/app/'] },
      { path: '\\.factory\\.tsx?$' },
    ),
    rule(
      'testing-is-for-tests',
      'Only tests and factories import the testing helpers.',
      { path: '^src/', pathNot: [test, testHelpers, '^src/app/'] },
      { path: testHelpers },
    ),
    rule('nobody-imports-a-test', 'A test is run, not imported.', {}, { path: '\\.(test|spec)\\.tsx?$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a screen that knows the type of a service knows the service.
    tsPreCompilationDeps: true,
    // No tsConfig here: both configurations resolve by package.json "imports" (they have no "paths"), as Node and this tool do.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
    skipAnalysisNotInRules: true,
  },
}
