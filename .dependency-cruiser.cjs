// The directions of imports, as docs/architecture.md draws them:
// main → services, app → features → platform, with contract, http and cli beside platform.

const server = '^packages/server/src/';
const test = '(\\.test\\.ts$|/testing/)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'What depends on each other in a circle is one thing in several files.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^@homecoming/', '/dist/'] },
    },
    {
      name: 'foundation-knows-no-features',
      comment: 'platform, contract, http and cli serve every feature and know none.',
      severity: 'error',
      from: { path: `${server}(platform|contract|http|cli)/`, pathNot: test },
      to: { path: `${server}((features|services)/|[^/]+\\.ts$)`, pathNot: `${server}config\\.ts$` },
    },
    {
      name: 'platform-stands-alone',
      comment:
        'platform is the ground: nothing of HTTP in it, and of the contract only the names it declares.',
      severity: 'error',
      from: { path: `${server}platform/`, pathNot: test },
      to: {
        path: `${server}(contract|http|cli)/`,
        pathNot: `${server}contract/generated/(ids|change-types)\\.ts$`,
      },
    },
    {
      name: 'features-know-no-app',
      comment: 'The app puts features together; they do not know by whom they are used.',
      severity: 'error',
      from: { path: `${server}features/`, pathNot: test },
      to: { path: `${server}(services/|[^/]+\\.ts$)` },
    },
    {
      name: 'features-by-their-index',
      comment: 'A feature is used through its index.ts only.',
      severity: 'error',
      from: { path: `${server}features/([^/]+)/`, pathNot: test },
      to: { path: `${server}features/[^/]+/.+`, pathNot: `${server}features/($1/|[^/]+/index\\.ts$)` },
    },
    {
      name: 'manifests-by-the-list',
      comment: 'What a feature adds to the service is taken by the list of features alone.',
      severity: 'error',
      from: { path: `${server}`, pathNot: `(${server}features/list\\.ts$|${test})` },
      to: { path: `${server}features/[^/]+/feature\\.ts$` },
    },
    {
      name: 'app-knows-no-process',
      comment: 'The app, its services and its background read no environment and start no process.',
      severity: 'error',
      from: { path: `${server}(app|background|services|features)\\.ts$` },
      to: { path: `${server}(main|worker|cli)\\.ts$` },
    },
    {
      name: 'tests-stay-outside',
      comment: 'Nothing that ships depends on tests or on what serves them.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: test },
      to: { path: test },
    },
    {
      name: 'sdk-stands-alone',
      comment:
        "The SDK imports nothing of the server, and nothing of Node. The contract's types are built into it.",
      severity: 'error',
      from: { path: '^packages/sdk/src/', pathNot: test },
      to: { pathNot: '^(packages/sdk/|openapi/schema\\.ts$)' },
    },
    {
      name: 'widgets-import-sdk-and-lit',
      comment: 'Widgets import only the SDK and Lit.',
      severity: 'error',
      from: { path: '^packages/widgets/src/', pathNot: test },
      to: {
        pathNot: [
          '^packages/(widgets|sdk)/',
          '^@homecoming/sdk',
          'node_modules/(lit|lit-html|lit-element|@lit)/',
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
